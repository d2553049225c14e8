/// How report pages look: one column, the reader's light or dark, readable on a phone and on paper.
enum PageStyle {
  static let sheet = """
    :root{color-scheme:light dark;--back:#fafaf8;--ink:#1d1f21;--soft:#5f6670;--line:#d9dce0;--card:#fff;
    --pass:#14804a;--warn:#9a6200;--fail:#b3261e;--a:#1967d2;--b:#c2410c}
    @media(prefers-color-scheme:dark){:root{--back:#141618;--ink:#e8eaed;--soft:#9aa3ad;--line:#33383e;--card:#1c1f22;
    --pass:#5bd197;--warn:#f2b84b;--fail:#ff8a80;--a:#8ab4f8;--b:#ffab70}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1rem}
    header{border-left:.4rem solid var(--soft);padding:.25rem 0 .25rem 1rem;margin:1rem 0}
    header p{margin:0;overflow-wrap:anywhere}h1{margin:0;font-size:1.5rem;overflow-wrap:anywhere}
    h2{font-size:1.05rem;margin:0 0 .5rem}
    .verdict{font-weight:700;text-transform:uppercase;letter-spacing:.08em}
    header.pass{border-color:var(--pass)}header.pass .verdict{color:var(--pass)}
    header.warn{border-color:var(--warn)}header.warn .verdict{color:var(--warn)}
    header.fail{border-color:var(--fail)}header.fail .verdict{color:var(--fail)}
    section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
    .findings{list-style:none;margin:0;padding:0}.findings li{border-left:.25rem solid var(--soft);padding-left:.75rem;
    margin:.75rem 0;overflow-wrap:anywhere}.findings p{margin:0}
    .findings .error{border-color:var(--fail)}.findings .error b{color:var(--fail)}
    .findings .warning{border-color:var(--warn)}.findings .warning b{color:var(--warn)}
    .rule,.remedy,.note,figcaption{color:var(--soft);font-size:.875rem}.note{margin:0 0 .5rem}
    table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem .25rem 0;
    border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{font-weight:500;color:var(--soft);width:9rem}
    tr:last-child th,tr:last-child td{border:0}
    .pictures{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr))}
    figure{margin:0}.frame{position:relative;width:fit-content}.frame img{display:block;max-width:100%;max-height:22rem;
    border-radius:.25rem}
    .box{position:absolute;border:2px solid var(--b);border-radius:2px;box-shadow:0 0 0 1px #0008}
    svg{display:block;width:100%;height:auto}.grid{stroke:var(--line)}
    svg text{fill:var(--soft);font:11px system-ui,sans-serif}
    .a{stroke:var(--a);fill:none;stroke-width:2}.b{stroke:var(--b);fill:none;stroke-width:5;opacity:.45}
    .fa{fill:var(--a);stroke:none}.fb{fill:var(--b);stroke:none}.gap{fill:var(--fail);opacity:.25}
    .tiles{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));list-style:none;margin:0;
    padding:0}.tiles li{border:1px solid var(--line);border-top:.25rem solid var(--soft);border-radius:.25rem;padding:.5rem;
    overflow-wrap:anywhere;font-size:.875rem}.tiles .pass{border-top-color:var(--pass)}
    .tiles .warn{border-top-color:var(--warn)}.tiles .fail{border-top-color:var(--fail)}.tiles p{margin:0;color:var(--soft)}
    .tiles .why{color:var(--fail)}.tiles img{display:block;width:100%;border-radius:.25rem;margin:0 0 .25rem}
    .tiles a{display:block;color:inherit;text-decoration:none}.tiles a:hover b,.tiles a:focus b{text-decoration:underline}
    .wide{overflow-x:auto}.figures th,.figures td{overflow-wrap:normal;width:auto;padding-right:1rem}
    .figures td{font-variant-numeric:tabular-nums}.figures tr:first-child th{border-bottom:1px solid var(--line)}
    .band{fill:var(--pass);opacity:.18}a{color:inherit}.players{display:grid;gap:.75rem;
    grid-template-columns:repeat(auto-fit,minmax(14rem,1fr))}video{display:block;width:100%;max-height:28rem;background:#000;
    border-radius:.25rem}[hidden]{display:none}input[type=search]{font:inherit;width:100%;max-width:24rem;padding:.4rem;
    color:inherit;background:var(--back);border:1px solid var(--soft);border-radius:.25rem}
    .on{font-weight:700}.pair{display:grid;gap:.25rem;align-content:start}
    @media(max-width:40rem){svg text{font-size:24px}}
    @media print{body{background:#fff}tr,figure,li,.chart{break-inside:avoid}h2,.note{break-after:avoid}
    section:has(.players){display:none}}
    """
}
