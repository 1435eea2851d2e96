// What the pages can do without, and do better with: the boxed cell comes into view, filters apply when chosen.
"use strict";

for (const paper of document.querySelectorAll(".paper")) {
  const cell = paper.querySelector(".cell-box");
  if (!cell) continue;
  const at = cell.getBoundingClientRect();
  const frame = paper.getBoundingClientRect();
  paper.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
  paper.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
}
if (matchMedia("(max-width: 56rem)").matches) {
  for (const facet of document.querySelectorAll("aside .facet[open]")) {
    if (!facet.querySelector("[aria-current]")) facet.open = false;
  }
}
const hit = document.querySelector(".text-lines .hit");
if (hit) {
  const list = hit.closest(".text-lines");
  list.scrollTop = hit.offsetTop - list.clientHeight / 2;
}
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = rel && document.querySelector(`.page-nav a[rel="${rel}"]`);
  if (link && !event.target.closest(".paper, .scroll, .text-lines")) link.click();
});
