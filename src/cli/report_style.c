/* SPDX-License-Identifier: ISC */
#include "cli/report_own.h"

/*
 * What is named is filled, what is strong is hatched, the rest is hollow;
 * text is in --fg or --dim, which the sheet keeps at 4.5:1.
 */
const char *const report_style[] = {
":root{--ink:#0a4fa8;--named-l:#b3261e;--grid:#e3e7ec}\n",
"@media(prefers-color-scheme:dark){:root{--ink:#7fb2ff;--named-l:#ff9d94;"
"--grid:#2b323b}}\n",
"h4{font-size:1rem;margin:1.6rem 0 .3rem;overflow-wrap:anywhere}"
"h5{font-size:.95rem;margin:1rem 0 .2rem;overflow-wrap:anywhere}\n",
"nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;"
"padding:0}nav a{display:inline-block;min-height:24px}\n",
"p{max-width:44rem;margin:.5rem 0}li{overflow-wrap:anywhere}\n",
".tag{display:inline-block;font:600 .8rem/1.3 system-ui,sans-serif;"
"padding:.1rem .5rem;border:1px solid var(--dim);border-radius:.3rem;"
"color:var(--fg)}\n",
".tag.named{border:2px solid var(--ink);background:var(--ink);"
"color:var(--bg)}.tag.strong{border:2px dashed var(--ink)}\n",
".card{border-left:.35rem solid var(--dim);background:var(--panel);"
"padding:.2rem 1rem .6rem;margin:1rem 0}.card h4{margin-top:.5rem}\n",
".named-card{border-left-color:var(--ink)}.strong-card{border-left:.35rem "
"dashed var(--ink)}\n",
".patterns{position:absolute;width:0;height:0}\n",
".bar{display:block;width:100%;overflow:visible}\n",
".chart{margin:.6rem 0;padding-right:.5rem}.chart ol,.weights{"
"list-style:none;margin:0;padding:0}.chart li p,.weights p{margin:0;"
"max-width:none}.weights li{margin:.5rem 0}\n",
".chart li{position:relative}.chart li>*{position:relative}"
".chart li>.lines{position:absolute;inset:0;width:100%;height:100%}"
".chart li p span{background:var(--bg)}.chart li p{padding-top:.2rem}\n",
".ink{fill:var(--ink)}.hatched{fill:url(#hatch);stroke:var(--ink);"
"stroke-width:1.5}.hollow{fill:none;stroke:var(--dim);stroke-width:1}\n",
".grid{stroke:var(--grid)}.zero{stroke:var(--dim)}\n",
".from-named{stroke:var(--named-l);stroke-width:2}.from-strong{"
"stroke:var(--named-l);stroke-width:2;stroke-dasharray:2 4}\n",
".mark{overflow:visible}.mark path{fill:var(--bg);stroke:var(--fg);"
"stroke-width:1.5}\n",
".bar text{font:600 11px system-ui,sans-serif;fill:var(--fg);"
"stroke:var(--bg);stroke-width:3;paint-order:stroke}\n",
"svg.key,svg.key-mark,svg.from-named,svg.from-strong{width:1.6rem;"
"vertical-align:-2px}\n",
".is{white-space:nowrap;border-bottom:2px solid var(--dim)}"
".is.agrees{border-bottom-color:var(--ink);font-weight:600}"
".is.differs{border-bottom-style:dashed}"
".is.lacks,.is.other_words,.is.cut_out,.is.two_things{"
"border-bottom-style:dotted}\n",
".nats{min-width:6rem}.passage{min-width:14rem}"
"mark{background:none;color:inherit;font-weight:700;"
"text-decoration:underline}\n",
"details{margin:.8rem 0}summary{cursor:pointer;padding:.4rem 0;"
"font-weight:600}\n",
"pre{overflow-x:auto;background:var(--panel);border:1px solid var(--line);"
"border-radius:.4rem;padding:.7rem 1rem}\n",
"td,th{overflow-wrap:break-word}.ranked td,.value{white-space:nowrap}"
".ranked thead th:nth-child(n+3),.sites thead th:nth-child(5),"
".counts thead th:nth-child(n+2),.certificates thead th:nth-child(2),"
".certificates thead th:nth-child(n+5){text-align:right}"
".counts{width:auto}.wide{margin:.7rem 0}\n",
"@media(max-width:40rem){main,header,footer{padding:0 .8rem}"
".sites thead{display:none}.sites tr{display:block;padding:.5rem 0;"
"border-bottom:2px solid var(--line)}.sites th,.sites td{display:block;"
"border:0;padding:.1rem 0;text-align:left}.sites td::before{"
"content:attr(data-label) \": \";color:var(--dim)}"
".card{padding:.2rem .7rem .5rem}}\n",
"@page{size:A4;margin:16mm 14mm}\n",
"@media print{:root{--ink:#000;--named-l:#000;--grid:#ccc}nav{display:none}"
".card,.chart li,.weights li,.legend,pre{break-inside:avoid}"
"h4,h5{break-after:avoid}p{max-width:none;orphans:3;widows:3}"
"table{font-size:8.5pt}th,td{padding:1mm 1.5mm}"
".ranked{break-inside:avoid}.sites th br{display:none}.sites th span{"
"display:inline-block;margin-left:.4em;font-weight:400}"
".nats{min-width:16mm}.passage{min-width:55mm}}\n",
NULL };
