"""A search that finds Chinese words, without a dictionary.

Chinese is written without spaces. Text and question are cut in the same way: what is Chinese into all its pairs of neighbours,
everything else into words. A page is found when it has every pair of the question. Sphinx's own way cuts the text with a dictionary and
the question not at all, so that a question of two words finds nothing.
"""

import re

PIECE = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")


def pieces(text):
    """The pairs and words of a text, in lower case; a single character where there is nothing else."""
    found = []
    for piece in PIECE.findall(text):
        if re.match(r"[\u3400-\u9fff]", piece):
            found += [piece[at : at + 2] for at in range(max(1, len(piece) - 1))]
        else:
            found.append(piece.lower())
    return found


IN_THE_BROWSER = r"""
var splitQuery = (query) => {
  const found = [];
  for (const piece of query.match(/[\u3400-\u9fff]+|[^\s\u3400-\u9fff\p{P}\p{S}]+/gu) || []) {
    if (/^[\u3400-\u9fff]/.test(piece)) {
      for (let at = 0; at < Math.max(1, piece.length - 1); at++) found.push(piece.slice(at, at + 2));
    } else found.push(piece.toLowerCase());
  }
  return found;
};
"""
"""`pieces`, for the question."""


def register():
    """For pages of either language: English pages have Chinese labels in them."""
    import sphinx.search

    class ByPairs(sphinx.search.SearchLanguage):
        lang = "zh"
        language_name = "Chinese and English"
        js_splitter_code = IN_THE_BROWSER

        def split(self, input):
            return pieces(input)

        def word_filter(self, word):
            return len(word) > 1 and not word.isdigit()

    sphinx.search.languages["zh"] = sphinx.search.languages["en"] = ByPairs
