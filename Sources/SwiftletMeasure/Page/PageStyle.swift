/// The look of all pages: light and dark, phone, desktop and paper.
///
/// The eight colours of series are those of Okabe and Ito, which people with any kind of colour blindness can tell apart,
/// made lighter or darker until they stand out from the background; lines differ in their dashes as well.
enum PageStyle {
  private static let light = """
    --paper:#fbfbf9;--card:#ffffff;--ink:#1c2024;--soft:#5b6470;--rule:#dfe2e6;--grid:#e9ebee;
    --warn:#8a3b00;--warn-paper:#fff4e5;--limit:#b3261e;--held:#c2410c;
    --c0:#9aa3ad;--c1:#0072b2;--c2:#d98200;--c3:#c4472b;--c4:#009e73;--c5:#a8538a;--c6:#3f9bd1;--c7:#6b6b00;
    --load:#9aa3ad;--prefill:#d98200;--decode:#0072b2;
    """
  private static let dark = """
    --paper:#14171a;--card:#1c2024;--ink:#e8eaed;--soft:#a3adb8;--rule:#343a41;--grid:#2a3036;
    --warn:#ffd8a8;--warn-paper:#3a2a14;--limit:#ff8a80;--held:#ff9b6a;
    --c0:#7d8792;--c1:#56b4e9;--c2:#f0a830;--c3:#ff8a66;--c4:#2cc295;--c5:#e08cc0;--c6:#9fd4f5;--c7:#e3da4a;
    --load:#7d8792;--prefill:#f0a830;--decode:#56b4e9;
    """

  static let css = """
    :root{\(light)color-scheme:light dark}
    @media (prefers-color-scheme:dark){:root{\(dark)}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
    main{max-width:1120px;margin:0 auto;padding:24px 16px 64px}
    header{margin-bottom:20px}
    h1{font-size:1.6rem;line-height:1.25;margin:0 0 6px;font-weight:650}
    header p{margin:0;color:var(--soft)}
    section{margin-top:36px}
    h2{font-size:1.15rem;margin:0 0 12px;font-weight:650}
    h3{font-size:.95rem;margin:0 0 6px;font-weight:600}
    .card,.tile{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:14px}
    .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:16px}
    figure{margin:0;min-width:0}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(158px,1fr));gap:12px}
    .tiles.wide{grid-template-columns:repeat(auto-fill,minmax(min(100%,260px),1fr))}
    .tile h2{font-size:.85rem;font-weight:600;color:var(--soft);margin:0}
    .tile .value{font-size:1.55rem;line-height:1.3;margin:4px 0 2px;font-weight:650}
    .tile .value.none{font-size:1.1rem;color:var(--soft)}
    .tile .unit{font-size:.95rem;font-weight:500;color:var(--soft)}
    .note{color:var(--soft);font-size:.85rem;margin:0 0 6px}
    .mark{display:inline-block;font-size:.75rem;line-height:1.4;padding:0 7px;border:1px solid var(--soft);
    border-radius:9px;white-space:nowrap;color:var(--ink)}
    .mark.modelled{border-style:dashed}
    .mark.unavailable{border-style:dotted;color:var(--soft)}
    .warnings{margin:0 0 20px;padding:10px 14px 10px 32px;background:var(--warn-paper);color:var(--warn);
    border-radius:10px;font-weight:550}
    table{width:100%;border-collapse:collapse;margin:0 0 20px;font-size:.92rem}
    caption{text-align:left;font-weight:600;padding:8px 0 6px}
    th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-top:1px solid var(--rule);font-weight:400}
    thead th{color:var(--soft);font-size:.8rem;border-top:0;padding-bottom:2px}
    .figures th[scope=row]{width:26%}.figures .value{width:24%;font-variant-numeric:tabular-nums}
    .figures td:nth-child(3){width:14%}.figures td .note{font-size:.85em}
    .none{color:var(--soft)}
    .from{color:var(--soft)}
    .facts th{width:38%;color:var(--soft)}
    .ratio{white-space:nowrap}
    .chart{display:block;width:100%;height:auto;overflow:visible}
    .chart text{font-size:13px;fill:var(--ink)}
    .chart .grid text,.chart .unit{fill:var(--soft)}
    .grid path{stroke:var(--grid);stroke-width:1}
    .end{text-anchor:end}.middle{text-anchor:middle}.strong{font-weight:600}
    .line path{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;stroke:currentColor}
    .line circle{fill:currentColor}
    .l0{color:var(--c0)}.l1{color:var(--c1)}.l2{color:var(--c2)}.l3{color:var(--c3)}
    .l4{color:var(--c4)}.l5{color:var(--c5)}.l6{color:var(--c6)}.l7{color:var(--c7)}
    .d1 path{stroke-dasharray:8 4}.d2 path{stroke-dasharray:2 4}.d3 path{stroke-dasharray:10 3 2 3}
    .f0,.m0{fill:var(--c0)}.f1,.m1{fill:var(--c1)}.f2,.m2{fill:var(--c2)}.f3,.m3{fill:var(--c3)}
    .f4,.m4{fill:var(--c4)}.f5,.m5{fill:var(--c5)}.f6,.m6{fill:var(--c6)}.f7,.m7{fill:var(--c7)}
    .area{stroke:var(--card);stroke-width:1}
    .band{fill-opacity:.22}
    .model{fill-opacity:.55}
    .hatch{fill:url(#model)}.hatch.alone{stroke:var(--soft)}
    #model path{stroke:var(--ink);stroke-width:1.2;stroke-opacity:.75}
    .throttled{fill:url(#held);stroke:none}
    #held path{stroke:var(--held);stroke-width:2.4;stroke-opacity:.55}
    .limit path{stroke:var(--limit);stroke-width:1.6;stroke-dasharray:6 4;fill:none}
    .chart .limit text{fill:var(--limit);font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px}
    .whisker{stroke:var(--ink);stroke-width:1.6;fill:none}
    .absent{stroke:var(--soft);stroke-width:2;stroke-dasharray:2 4}
    .phase-load{fill:var(--load)}.phase-prefill{fill:var(--prefill)}.phase-decode{fill:var(--decode)}
    .legend{list-style:none;margin:8px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;font-size:.85rem;color:var(--soft)}
    .strip{margin-top:2px}.strip .key{width:20px;height:8px}
    .card table{margin:0}.card caption{padding-top:0}
    .legend li{display:flex;align-items:center;gap:6px;min-width:0}
    .key{width:26px;height:14px;flex:none}
    .patterns{position:absolute;width:0;height:0}
    .legend-text p{max-width:75ch;color:var(--soft)}
    @media (max-width:640px){
    main{padding:16px 12px 48px}h1{font-size:1.3rem}
    .tiles{grid-template-columns:1fr 1fr;gap:8px}.tiles.wide{grid-template-columns:1fr}.tile{padding:10px}.tile .value{font-size:1.3rem}
    .chart text{font-size:15px}
    .figures thead{display:none}
    .figures tr{display:grid;grid-template-columns:1fr auto;border-top:1px solid var(--rule);padding:6px 0}
    .figures th[scope=row],.figures td,.figures .value,.figures td:nth-child(3){width:auto;border:0;padding:1px 0}
    .figures th[scope=row]{font-weight:600}.figures td:nth-child(3){grid-column:2;grid-row:1;text-align:right}
    .figures .value,.figures .from{grid-column:1/-1}
    .facts th{width:42%}
    }
    @media print{
    :root{\(light)--paper:#fff;color-scheme:light}
    body{font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    main{max-width:none;padding:0}
    .card,.tile,tr,caption,.warnings{break-inside:avoid}h2,h3,caption{break-after:avoid}
    .charts{grid-template-columns:1fr 1fr;gap:10px}section{margin-top:18px}
    }
    """
}
