"""A project whose every text is written by somebody who means harm to whoever opens a document of it."""

from __future__ import annotations

from pathlib import Path

TEXTS = (
    "{{ 7 * 7 }}",
    "{% for one in indicators %}{% endfor %}",
    "{{ project.__class__.__mro__ }}",
    "{_{ x }_} {_% y %_} {# z #}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>own",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&amp; & &lt; &#x41; ]]> <!-- -->",
    "\\u0085\\u009f\\ufffe\\uffff",
    "\\u202e\\u2028\\u2029\\u200b\\ufeff",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\\t=1+1",
    "\\r=1+1",
    "| a | b |\\n# head\\n[x](javascript:alert(1))",
    "\\U0001f9ff\\U00020000",
)
LONG = "长" * 100_000


def hostile_form(folder: Path, name: str = "form.toml") -> Path:
    """A form with every one of these in its name, its labels, reasons, judgements and documents."""
    rows = []
    for number, text in enumerate((*TEXTS, LONG), 1):
        rows.append(
            f'N{number} = {{ in = "产出/数量", label = "{text}", weight = 1, target = ">= 10 个", actual = "9 个", '
            f'why = "{text}", claimed = 1 }}'
        )
        rows.append(
            f'E{number} = {{ in = "效益/社会效益", label = "{text}", weight = 1, target = "定性", claimed = 1, '
            f'judged = {{ level = "达成", share = "90%", by = "{text}", on = 2025-01-01, why = "{text}" }} }}'
        )
    path = folder / name
    path.write_text(
        "\n".join(
            [
                "format = 1",
                f'project = "{"".join(TEXTS)}"',
                "period = 2024",
                'rules = "self-evaluation"',
                *(f'[source.s{number}]\ntitle = "{text}"\nnote = "{text}"' for number, text in enumerate(TEXTS)),
                '[facts]\nbudget = { value = "100 万元", source = "s0", at = "{{ x }}" }\nspent = "90 万元"',
                'money = [{ label = "{{ x }}</w:t>", initial = "1 万元", revised = "1 万元", executed = "1 万元" }]',
                "[indicator]",
                *rows,
                "[claim.self]\ntotal = 36",
            ]
        ),
        encoding="utf-8",
    )
    return path
