/* SPDX-License-Identifier: ISC */
#include "cli/trace_page.h"

/*
 * Each kind has a line of its own under it, so that none is told by colour
 * alone.  Contrast of text is at least 4.5:1 in both schemes.
 */
const char *const page_style[] = {
":root{--read:#d9f2e3;--read-l:#1a7f4b;--soft:#fff1c9;--soft-l:#8a5a00;"
"--novel:#f1e1fb;--novel-l:#7a3fa8;--gone:#fde0dc;--gone-l:#b3261e;"
"--none:#e8eaed;--none-l:#57606a}\n",
"@media(prefers-color-scheme:dark){:root{"
"--read:#123d29;--read-l:#5fd398;--soft:#453405;--soft-l:#f0c24b;"
"--novel:#3a2150;--novel-l:#d6a8f5;--gone:#4d1a17;--gone-l:#ff9d94;"
"--none:#2b313a;--none-l:#a3acb8}}\n",
".text{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);"
"border:1px solid var(--line);border-radius:.4rem;padding:1rem 1.1rem;"
"line-height:2;font-size:.95rem;unicode-bidi:isolate}\n",
".skipped{display:block;text-align:center;color:var(--dim);"
"font-size:.85rem;border-block:1px dashed var(--line);margin:.6rem 0}\n",
".m{color:inherit;text-decoration:none;border-radius:.15rem;"
"padding:.12em .15em;border-bottom:2px solid;-webkit-box-decoration-break:"
"clone;box-decoration-break:clone}\n",
".m sup{font:600 .68em/1 system-ui,sans-serif;margin-left:.2em;"
"white-space:nowrap;color:var(--fg)}\n",
".m:hover{outline:2px solid currentColor}.m:target{outline:3px solid "
"var(--link)}\n",
".read{background:var(--read);border-bottom-color:var(--read-l)}\n",
".soft{background:var(--soft);border-bottom:3px dotted var(--soft-l)}\n",
".novel{background:var(--novel);border-bottom:3px double var(--novel-l)}\n",
".gone{background:var(--gone);border-bottom:2px dashed var(--gone-l)}\n",
".none{background:var(--none);border-bottom:2px dotted var(--none-l)}\n",
"td .m,td a{display:inline-block;min-height:24px}\n",
"tr:target{outline:3px solid var(--link);outline-offset:-3px}\n",
"td ul{list-style:none;margin:0;padding:0}"
"td li{overflow-wrap:anywhere}td li.is{font-weight:700}\n",
"figure{margin:.6rem 0}figure svg{width:100%;height:auto;display:block;"
"border:1px solid var(--line);border-radius:.4rem;background:#fff}"
"figcaption{color:var(--dim);font-size:.9rem}\n",
"svg rect.box{fill-opacity:.16;stroke-width:2;vector-effect:"
"non-scaling-stroke}svg a:hover rect.box{fill-opacity:.4}\n",
"svg .read-box{fill:#1a7f4b;stroke:#1a7f4b}"
"svg .soft-box{fill:#b07400;stroke:#8a5a00;stroke-dasharray:1 4;"
"stroke-linecap:round;stroke-width:3}"
"svg .novel-box{fill:#7a3fa8;stroke:#7a3fa8;stroke-width:4}"
"svg .gone-box{fill:#b3261e;stroke:#b3261e;stroke-dasharray:8 5}"
"svg .none-box{fill:#57606a;stroke:#57606a;stroke-dasharray:2 6}\n",
"svg text.no{font-family:system-ui,sans-serif;font-weight:700;fill:#111;"
"stroke:#fff;paint-order:stroke;stroke-linejoin:round}"
"svg text.word{font-family:ui-monospace,monospace;fill:#333}\n",
"@media print{:root{--read:#eef;--soft:#fff;"
"--novel:#eee;--gone:#fff;--none:#fff;--read-l:#000;--soft-l:#000;"
"--novel-l:#000;--gone-l:#000;--none-l:#000}"
".text{border:0;padding:0;font-size:9.5pt}figure{break-inside:avoid}"
"figure svg{max-height:19cm;width:auto;max-width:100%}}\n",
NULL };
