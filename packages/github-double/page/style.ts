/** Of the page; light and dark, as the reader's system is set. */
export const style = `
:root { color-scheme: light dark; --line: #8883; --dim: light-dark(#59636e, #9198a1); --soft: light-dark(#f6f8fa, #151b23);
  --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#cf222e, #f85149); --busy: light-dark(#9a6700, #d29922); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem; font: 14px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #f0f6fc); }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 0; }
h3 { font-size: .8rem; margin: 1rem 0 .25rem; color: var(--dim); text-transform: uppercase; letter-spacing: .05em; }
.dim, dt { color: var(--dim); }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .75rem 0 1.5rem; }
dd { margin: 0; }
section { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 1.25rem; padding: 1rem; overflow-x: auto; }
section > header { display: flex; margin-bottom: .5rem; gap: .5rem; align-items: baseline; flex-wrap: wrap; }
section > header .dim { margin-left: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 600; color: var(--dim); }
th, td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); vertical-align: top; }
tr:first-child th { border-top: 0; }
td:last-child, th:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.narrow { white-space: nowrap; }
.badge { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .85em;
  white-space: nowrap; color: var(--dim); }
.good { color: var(--good); } .bad { color: var(--bad); } .busy { color: var(--busy); }
ul { margin: 0; padding: 0; list-style: none; }
.empty { color: var(--dim); margin: .25rem 0; }
`;
