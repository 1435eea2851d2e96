"""Sentences of the running text, with the words that have a role in them: spaCy's blank Indonesian pipeline."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from normalize.facts import rows
from normalize.model import Cue, Paragraph, Sentence
from normalize.prose.paragraphs import prose

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

DIGIT = re.compile(r"\d")
LONGEST = 20_000  # letters
PLAIN_END = re.compile(r"(?<=[a-z)”\"][.!?;])\s+(?=[A-Z“\"„])")
TOKENIZER = "lakip.plain.v1"
FILLER, ABBREVIATION = "filler", "abbreviation"
"""Roles that are no cues: words that may stand between a cue and its value, words whose full stop ends no sentence."""
MARKER = re.compile(r"(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})$")


@dataclass(frozen=True, slots=True)
class _Tools:
    """The pipeline and the matcher of cues; made once a process."""

    nlp: Language
    matcher: PhraseMatcher


def read_sentences(paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    """The sentences of all running text in order. A decimal mark, an abbreviation or a list letter ends none.

    Cues are looked for where a paragraph holds a digit; elsewhere no value can be stated, and a plain rule finds the
    ends at a fraction of the cost. A text longer than any paragraph is none, and is not searched either.
    """
    found: list[Sentence] = []
    spoken: list[tuple[int, Paragraph]] = []
    for number, paragraph in prose(paragraphs):
        if DIGIT.search(paragraph.text) and len(paragraph.text) <= LONGEST:
            spoken.append((number, paragraph))
        else:
            found += _plain(number, paragraph)
    if spoken:
        found += _with_cues(spoken)
    return tuple(sorted(found, key=lambda sentence: (sentence.paragraph, sentence.start)))


def _plain(number: int, paragraph: Paragraph) -> Iterator[Sentence]:
    start = 0
    for end in PLAIN_END.finditer(paragraph.text):
        yield _sentence(number, paragraph, start, end.start(), ())
        start = end.end()
    yield _sentence(number, paragraph, start, len(paragraph.text), ())


def _with_cues(spoken: Sequence[tuple[int, Paragraph]]) -> Iterator[Sentence]:
    tools = _tools()
    docs = tools.nlp.pipe(paragraph.text for _, paragraph in spoken)
    for (number, paragraph), doc in zip(spoken, docs, strict=True):
        cues = list(_cues(doc, tools.matcher))
        for span in doc.sents:
            start, end = span.start_char, span.end_char
            inside = tuple(
                Cue(c.role, c.start - start, c.end - start) for c in cues if start <= c.start and c.end <= end
            )
            yield _sentence(number, paragraph, start, end, inside)


def _sentence(number: int, paragraph: Paragraph, start: int, end: int, cues: tuple[Cue, ...]) -> Sentence:
    page, line = paragraph.at(start)
    return Sentence(number, start, page, line, paragraph.text[start:end], cues)


def _cues(doc: Doc, matcher: PhraseMatcher) -> Iterator[Cue]:
    """The cues of a text, of overlapping ones the longest."""
    from spacy.util import filter_spans

    for span in filter_spans(matcher(doc, as_spans=True)):
        yield Cue(span.label_, span.start_char, span.end_char)


@contextmanager
def _left_out(module: str, **names: object) -> Iterator[None]:
    """Within this, a module that nothing here needs is not loaded: a stand-in with some names is imported instead."""
    stand_in = ModuleType(module)
    vars(stand_in).update(names)
    was_loaded = sys.modules.setdefault(module, stand_in) is not stand_in
    yield
    if not was_loaded:
        del sys.modules[module]


def _spacy() -> Any:
    """spaCy without its command line, which is a quarter of what importing it costs and brings a web client along."""
    with _left_out("spacy.cli.info", info=None):
        import spacy
    return spacy


@cache
def _tools() -> _Tools:
    """The pipeline: Indonesian tokenizer, sentencizer, and the sentence ends that are none taken back."""
    spacy = _spacy()
    from spacy.attrs import IS_PUNCT, LOWER
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.util import registry

    if not Language.has_factory("lakip_sentence_ends"):
        Language.component("lakip_sentence_ends", func=take_back_ends)
    if not registry.has("tokenizers", TOKENIZER):
        registry.tokenizers(TOKENIZER, func=lambda: _plain_tokenizer)
    with _left_out("spacy.lang.id.tokenizer_exceptions", TOKENIZER_EXCEPTIONS={}):  # 15,000 reduplicated words
        nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    vocabulary: Any = nlp.vocab
    vocabulary.lex_attr_getters = {attr: vocabulary.lex_attr_getters[attr] for attr in (LOWER, IS_PUNCT)}
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", ";"]})
    nlp.add_pipe("lakip_sentence_ends")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    phrases: dict[str, list[str]] = {}
    for row in rows("prose_cues", ("phrase", "role"), ("phrase",)):
        if row["role"] not in (FILLER, ABBREVIATION):
            phrases.setdefault(row["role"], []).append(row["phrase"])
    for role, texts in phrases.items():
        matcher.add(role, [nlp.make_doc(text) for text in texts])
    return _Tools(nlp, matcher)


def _plain_tokenizer(nlp: Language) -> Tokenizer:
    """The Indonesian tokenizer without its list of reduplicated words, which takes three seconds to become rules."""
    from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    own = nlp.Defaults
    return Tokenizer(
        nlp.vocab,
        rules=dict(BASE_EXCEPTIONS),
        prefix_search=_for_signs(compile_prefix_regex(own.prefixes or ()).match),  # they begin with ^
        suffix_search=_for_signs(compile_suffix_regex(own.suffixes or ()).search),
        infix_finditer=_for_signs(compile_infix_regex(own.infixes or ()).finditer, ()),
        url_match=_for_signs(own.url_match),
    )


def _for_signs(search: Any, nothing: Any = None) -> Callable[[str], Any]:
    """A search of the tokenizer that passes plain words over: no sign stands in them that could be parted off."""
    return lambda text: nothing if text.isascii() and text.isalpha() else search(text)


@cache
def words_of(role: str) -> frozenset[str]:
    """The words of a role that is no cue."""
    table = rows("prose_cues", ("phrase", "role"), ("phrase",))
    return frozenset(row["phrase"] for row in table if row["role"] == role)


def take_back_ends(doc: Doc) -> Doc:
    """Take back sentence starts behind an abbreviation or list mark and before a small letter or a digit."""
    for start in [sentence.start for sentence in doc.sents][1:]:
        if not _starts(doc, start):
            doc[start].is_sent_start = False
    return doc


def _starts(doc: Doc, at: int) -> bool:
    end, token = doc[at - 1], doc[at]
    if end.text != ".":
        return end.text in ";!?"
    if not end.whitespace_ or end.i == 0:
        return False
    before = doc[end.i - 1]
    if before.whitespace_ or before.lower_ in words_of(ABBREVIATION):
        return before.whitespace_ != "" and token.text[:1].isupper()
    if MARKER.match(before.text) and (before.i == 0 or before.is_sent_start or doc[before.i - 1].text in ".;:"):
        return False
    return token.text[:1].isupper() or not token.text[:1].isalnum() or MARKER.match(token.text) is not None
