// Draws the charts of a page from their data blocks. Expressions are interpreted, never evaluated as code.
"use strict";

const reduced = (spec, colours) => JSON.parse(
  JSON.stringify(spec).replace(/"\$(ink|soft|line|paper)"/g, (_, name) => JSON.stringify(colours[name])));

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    ink: of("--accent"), soft: of("--soft"), line: of("--line"), paper: of("--paper"), text: of("--ink"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => of("--series-" + n)),
  };
}

function config(found, font) {
  const label = { labelColor: found.soft, titleColor: found.soft, labelFont: font, titleFont: font, labelFontSize: 11,
    titleFontSize: 11, titleFontWeight: 400 };
  return {
    background: null, font,
    view: { stroke: null },
    axis: { ...label, gridColor: found.line, domainColor: found.line, tickColor: found.line, domain: false, ticks: false },
    axisX: { grid: false },
    legend: { ...label, labelColor: found.text, orient: "bottom", direction: "vertical", labelLimit: 420, symbolSize: 90,
      symbolStrokeWidth: 2, title: null },
    title: { color: found.text, subtitleColor: found.soft, anchor: "start", fontSize: 12, fontWeight: 600,
      subtitleFontSize: 11, font, subtitleFont: font, offset: 8 },
    range: { category: found.series, symbol: ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down",
      "triangle-right", "triangle-left"] },
    locale: undefined,
  };
}

function draw() {
  const found = colours();
  const font = getComputedStyle(document.body).fontFamily;
  const isIndonesian = document.documentElement.lang === "id";
  if (isIndonesian) {
    vega.formatLocale({ decimal: ",", thousands: ".", grouping: [3], currency: ["Rp ", ""], percent: " %" });
  }
  for (const block of document.querySelectorAll("script[data-chart]")) {
    const target = document.getElementById(block.dataset.chart);
    const spec = reduced(JSON.parse(block.textContent), found);
    if (spec.width === "container") spec.width = Math.max(240, target.clientWidth - 90);
    if (spec.columns) spec.columns = Math.max(1, Math.min(spec.columns, Math.floor(target.clientWidth / 250)));
    const compiled = vegaLite.compile(spec, { config: config(found, font) }).spec;
    target.replaceChildren();
    new vega.View(vega.parse(compiled, null, { ast: true }), {
      expr: vega.expressionInterpreter, renderer: "svg", container: target, hover: true, tooltip: tip,
    }).runAsync();
  }
}

// Tooltips are text in one element of ours: Vega's own writes style elements, which the page does not allow.
const tips = document.createElement("div");
tips.className = "tip";
tips.hidden = true;

function tip(_, event, __, value) {
  tips.hidden = value === null || value === undefined || value === "";
  if (tips.hidden) return;
  tips.textContent = typeof value === "object"
    ? Object.values(value).join(" · ") : String(value);
  tips.style.left = Math.min(event.pageX + 12, document.documentElement.clientWidth - 220) + "px";
  tips.style.top = event.pageY + 12 + "px";
}

document.body.append(tips);
draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
