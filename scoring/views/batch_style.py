"""How the page of a run's summary looks: light and dark, on a screen and on paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --ink: #1c2430; --soft: #5c6675; --line: #dfe3e9; --track: #eef0f3;
  --total: #3b6fb6; --grade0: #1f7a5c; --grade1: #5aa469; --grade2: #d9a441; --grade3: #d97b3d; --grade4: #bf4340;
  --none: #a0a8b4; --lost: #7a5ca8; --finding: #3b87a6; --limit: #bf4340;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1b212a; --ink: #e6e9ee; --soft: #9aa5b4; --line: #303844; --track: #262d38;
    --total: #6b9be0; --grade0: #3fa98a; --grade1: #7cc28b; --grade2: #e0b65c; --grade3: #e39460; --grade4: #df6b66;
    --none: #6d7684; --lost: #a488d2; --finding: #5db0d0; --limit: #df6b66;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 48px; display: grid; gap: 18px;
  grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; grid-auto-flow: dense; }
header, .wide { grid-column: 1 / -1; }
h1 { font-size: 26px; margin: 0 0 6px; }
h2 { font-size: 16px; margin: 0 0 12px; }
dl { margin: 0; display: flex; flex-wrap: wrap; gap: 2px 24px; color: var(--soft); font-size: 13px; }
dl div { display: flex; gap: 8px; max-width: 100%; }
dt { white-space: nowrap; }
dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; min-width: 0; }
.figures { display: flex; flex-wrap: wrap; gap: 12px 40px; margin-bottom: 14px; }
.figure b { display: block; font-size: 28px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.figure span { color: var(--soft); font-size: 13px; }
.note { color: var(--soft); font-size: 13px; margin: 10px 0 0; }
.legend { color: var(--soft); font-size: 13px; margin: 8px 0 10px; display: flex; flex-wrap: wrap; gap: 4px 18px; }
.dot { display: inline-block; width: 9px; height: 9px; border-radius: 50%; margin-right: 6px; }
.beside { display: grid; gap: 10px 32px; grid-template-columns: repeat(auto-fit, minmax(270px, 1fr)); align-items: start; }
h3 { font-size: 14px; margin: 4px 0; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; white-space: nowrap; }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
tbody tr:last-child td { border-bottom: 0; }
td { overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bars { width: 34%; min-width: 90px; padding-right: 0; }
.bar { display: block; width: 100%; height: 12px; border-radius: 3px; }
.stacked { display: block; width: 100%; height: 16px; border-radius: 4px; margin-bottom: 4px; background: var(--track); }
.plot { display: block; width: 100%; height: auto; }
.plot text { fill: var(--soft); font-size: 12px; }
.plot .count { font-size: 11px; }
.plot .grade { fill: var(--ink); font-size: 13px; font-weight: 600; }
details { margin-top: 10px; color: var(--soft); font-size: 13px; }
details table { color: var(--ink); }
summary { cursor: pointer; }
.track { fill: var(--track); }
.axis, .whisker { stroke: var(--soft); stroke-width: 1; }
.edge { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 4 4; opacity: .55; }
.box { fill: var(--track); stroke: var(--soft); }
.median { stroke: var(--ink); stroke-width: 2.5; }
.mean { fill: var(--ink); }
.total { fill: var(--total); }
.grade0, .complete, .equal { fill: var(--grade0); background: var(--grade0); }
.grade1 { fill: var(--grade1); }
.grade2, .incomplete, .below { fill: var(--grade2); background: var(--grade2); }
.grade3 { fill: var(--grade3); }
.grade4, .limit { fill: var(--grade4); }
.rejected, .above { fill: var(--limit); background: var(--limit); }
.none, .open { fill: var(--none); background: var(--none); }
.lost { fill: var(--lost); }
.finding { fill: var(--finding); }
@media (max-width: 760px) { main { grid-template-columns: minmax(0, 1fr); } }
@media print {
  :root { color-scheme: light; --page: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; gap: 10px; }
  section { break-inside: avoid; border-color: #bbb; }
  details { display: none; }
}
"""
