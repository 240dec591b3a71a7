from __future__ import annotations

import pytest

from followup_build.publish.headings import iter_blocks, text_of, with_ids, with_spaces, without_repeated_captions


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("<h1>Plans</h1><table><caption>Plans</caption>", True),
        ("<h2 id='a'>To <em>decide</em></h2>\n<div><table><caption>To decide</caption>", True),
        ("<h2>Adjustments</h2><caption>To decide</caption>", False),
        ("<h1>Plans</h1><h2>Drafts</h2><caption>Plans</caption>", False),
        ("<caption>Plans</caption>", False),
    ],
)
def test_a_caption_is_hidden_only_where_it_repeats_the_heading_above_it(html: str, hidden: bool) -> None:
    assert ('<caption class="fu-unseen">' in without_repeated_captions(html)) is hidden


def test_bare_headings_get_ids_of_their_words_each_once() -> None:
    html = with_ids("<h2>What fails</h2><p>x</p><h2>What <code>fails</code>!</h2><h2>…</h2><h3>Why</h3>")
    assert html == (
        '<h2 id="what-fails">What fails</h2><p>x</p><h2 id="what-fails-more">What <code>fails</code>!</h2>'
        '<h2 id="part">…</h2><h3>Why</h3>'
    )


def test_words_of_neighbouring_blocks_stay_apart() -> None:
    assert text_of(with_spaces("<dl><dt>Proposed by</dt><dd>Neo Dlamini</dd></dl>")) == "Proposed by Neo Dlamini"


def test_headings_stand_between_blocks() -> None:
    assert list(iter_blocks('<h1 id="_title">A</h1> <p>b</p><h2 id="c">C</h2>')) == [
        '<h1 id="_title">A</h1>',
        '<div class="fu">\n<p>b</p>\n</div>',
        '<h2 id="c">C</h2>',
    ]
