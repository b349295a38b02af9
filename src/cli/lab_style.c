/* SPDX-License-Identifier: ISC */
#include "cli/lab_page.h"

/*
 * Bars differ in height and outline, not in colour alone, and each has its
 * numbers beside it as text.  The drawing is stretched, never its lines.
 */
const char *const lab_style[] = {
":root{--bar:#2f6fb2;--half:#8a5a00;--bad:#b3261e;--track:#eef1f4;"
"--halo:#fff}\n",
"@media(prefers-color-scheme:dark){:root{--bar:#5f9fe0;--half:#f0c24b;"
"--bad:#ff9d94;--track:#232931;--halo:#14171c}}\n",
".chart{list-style:none;margin:.8rem 0;padding:0}"
".chart li{display:grid;grid-template-columns:6.5rem 1fr 9.5rem;"
"gap:.1rem .8rem;align-items:center;padding:.2rem 0}\n",
".chart .name{font-weight:600}.chart .n{text-align:right;"
"font-variant-numeric:tabular-nums;white-space:nowrap}\n",
".chart svg{display:block;width:100%;height:1.35rem;overflow:visible}\n",
".axis{display:flex;color:var(--dim);font-size:.85rem}"
".axis span{flex:1}.axis span+span{text-align:center}"
".axis span:last-child{text-align:right}\n",
"svg .track{fill:var(--track)}svg .named{fill:var(--bar)}"
"svg .strong{fill:var(--half)}"
"svg .wrong{fill:var(--halo);stroke:var(--bad);stroke-width:3}\n",
"thead th{white-space:normal;vertical-align:bottom}\n",
"svg line{vector-effect:non-scaling-stroke}"
"svg .tick{stroke:var(--line);stroke-width:1}"
"svg .asked{stroke:var(--fg);stroke-width:1.5;stroke-dasharray:3 3}\n",
"svg .halo{stroke:var(--halo);stroke-width:5}"
"svg .span{stroke:var(--fg);stroke-width:2}"
"svg rect{vector-effect:non-scaling-stroke}\n",
".key{display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;list-style:none;"
"padding:0;margin:.6rem 0;font-size:.9rem}.key li{display:flex;gap:.5rem;"
"align-items:center}.key svg{width:2.4rem;height:1.1rem;flex:none;"
"overflow:visible}\n",
"@media(max-width:40rem){.chart li{grid-template-columns:1fr auto;"
"padding:.45rem 0}.chart .bar{grid-row:2;grid-column:1/-1}"
".chart .axis{display:none}}\n",
"@media print{:root{--bar:#777;--half:#444;--bad:#000;--track:#fff;"
"--halo:#fff}svg .track{stroke:#999}.chart li{break-inside:avoid}}\n",
NULL };
