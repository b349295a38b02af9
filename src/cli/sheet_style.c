/* SPDX-License-Identifier: ISC */
#include "cli/sheet.h"

/* Contrast of text is at least 4.5:1 in both schemes. */
const char *const sheet_style[] = {
":root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;"
"--line:#d0d7de;--panel:#f6f8fa;--link:#0a58ca}\n",
"@media(prefers-color-scheme:dark){:root{--bg:#14171c;--fg:#e6e9ee;"
"--dim:#a3acb8;--line:#3a424d;--panel:#1d2229;--link:#8ab8ff}}\n",
"*{box-sizing:border-box}\n",
"body{margin:0;background:var(--bg);color:var(--fg);"
"font:1rem/1.6 system-ui,sans-serif}\n",
"main,header,footer{max-width:62rem;margin:0 auto;padding:0 1.25rem}\n",
"header{padding-top:1.5rem}footer{padding-bottom:3rem;color:var(--dim)}\n",
"h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .6rem}\n",
"h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-top:.4rem;"
"border-top:1px solid var(--line)}"
"h3{font-size:1.05rem;margin:1.4rem 0 .4rem}\n",
"a{color:var(--link)}a:focus-visible,summary:focus-visible,"
"[tabindex]:focus-visible{"
"outline:3px solid var(--link);outline-offset:2px}\n",
".skip{position:absolute;left:-99rem}.skip:focus{position:static}\n",
".vh{position:absolute;width:1px;height:1px;overflow:hidden;"
"clip-path:inset(50%);white-space:nowrap}\n",
".dim{color:var(--dim)}.num{text-align:right;"
"font-variant-numeric:tabular-nums}\n",
"code,.hash{font-family:ui-monospace,monospace;font-size:.85em;"
"overflow-wrap:anywhere}\n",
"dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}"
"dt{color:var(--dim)}dd{margin:0;min-width:0;overflow-wrap:anywhere}\n",
".legend{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;list-style:none;"
"padding:.7rem 1rem;margin:.8rem 0;background:var(--panel);"
"border:1px solid var(--line);border-radius:.4rem}\n",
".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;"
"font-size:.9rem}\n",
"th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;"
"border-bottom:1px solid var(--line)}thead th{border-bottom-width:2px;"
"white-space:nowrap}\n",
"@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}\n",
"@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--dim:#444;"
"--panel:#fff;--line:#999;--link:#000}.skip{display:none}"
"body{font-size:10pt}header,main,footer{max-width:none;padding:0}"
"tr{break-inside:avoid}h2,h3{break-after:avoid}"
"thead{display:table-header-group}.wide{overflow:visible}"
"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n",
NULL };
