// What is wrong with the page as it stands, by rule. One function, so that it sees the page in one state.
() => {
  const found = {};
  const note = (rule, what) => (found[rule] ??= []).push(what);
  const shows = (element) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    return style.visibility !== "hidden" && style.display !== "none" && Number(style.opacity) > 0.05 && box.width > 1 && box.height > 1;
  };
  const brief = (element) => `${element.tagName.toLowerCase()}.${String(element.className.baseVal ?? element.className).split(" ")[0]} "${(element.textContent || "").trim().slice(0, 40)}"`;
  const main = document.querySelector("[data-testid=stMain]");
  const scrolls = (element) => {
    for (let one = element; one && one !== main; one = one.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(one).overflowX)) return true;
    return false;
  };

  // 1. Nothing wider than the page.
  if (main.scrollWidth > main.clientWidth) note("overflow", `stMain by ${main.scrollWidth - main.clientWidth} px`);
  for (const element of main.querySelectorAll("*"))
    if (element.getBoundingClientRect().right > innerWidth + 1 && shows(element) && !scrolls(element.parentElement)) note("overflow", brief(element));

  // 2. Contrast of text.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "#000";
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (front, back) => [0, 1, 2].map((k) => front[k] * front[3] + back[k] * (1 - front[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => ((part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [bright, dark] = [light(one), light(other)].sort((a, b) => b - a);
    return (bright + 0.05) / (dark + 0.05);
  };
  const texts = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  const judged = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || judged.has(element) || !shows(element)) continue;
    judged.add(element);
    if (element.closest("script, style, [popover], button:disabled, [data-testid=stIconMaterial]")) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    if (size < 1) continue;
    const back = ground(element), colour = element.closest("svg") ? style.fill : style.color;
    const front = over(rgba(colour), back);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const got = contrast(front, back);
    if (got < wanted) note("contrast", `${got.toFixed(2)} ${brief(element)}`);
  }

  // 3. No two labels of a chart in one spot; no text cut.
  for (const chart of document.querySelectorAll("[data-testid=stPlotlyChart]")) {
    const labels = [...chart.querySelectorAll("svg text")].filter((one) => one.textContent.trim() && shows(one) && !one.closest(".hoverlayer"));
    const boxes = labels.map((one) => one.getBoundingClientRect());
    for (let a = 0; a < boxes.length; a++)
      for (let b = a + 1; b < boxes.length; b++) {
        const wide = Math.min(boxes[a].right, boxes[b].right) - Math.max(boxes[a].left, boxes[b].left);
        const high = Math.min(boxes[a].bottom, boxes[b].bottom) - Math.max(boxes[a].top, boxes[b].top);
        if (wide > 2 && high > 3) note("labels", `${labels[a].textContent} × ${labels[b].textContent}`);
      }
    const frame = chart.getBoundingClientRect();
    labels.forEach((one, k) => {
      if (boxes[k].left < frame.left - 2 || boxes[k].right > frame.right + 2) note("labels", `outside: ${one.textContent}`);
    });
  }
  for (const element of main.querySelectorAll(".stHtml *")) {
    if (!element.childNodes.length || ![...element.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim())) continue;
    const style = getComputedStyle(element);
    if (style.clipPath !== "none" || element.closest("caption, [popover]") || !shows(element)) continue;
    if (element.scrollWidth > element.clientWidth + 1 && style.overflowX !== "visible" && style.display !== "inline") note("clipped", brief(element));
    const box = element.getBoundingClientRect(), card = element.closest(".tk-tile, [class*='st-key-card-']");
    if (card && box.right > card.getBoundingClientRect().right + 1 && !element.closest(".tk-scroll")) note("clipped", brief(element));
  }

  for (const cell of main.querySelectorAll(".tk-grid td, .tk-grid tbody th, .tk-totals div"))
    if (shows(cell) && cell.scrollWidth > cell.clientWidth + 1) note("cell", `runs over its neighbour: ${brief(cell)}`);

  if (innerWidth >= 1200)
    for (const table of main.querySelectorAll(".tk-scroll")) if (table.scrollWidth > table.clientWidth + 1) note("clipped", `table ${brief(table)}`);

  // 4. Every card is whole.
  const lang = document.documentElement.lang;
  const words = lang === "es" ? ["Fuente", "Actualizado"] : ["Source", "Updated"];
  for (const card of main.querySelectorAll("[class*='st-key-card-']")) {
    const key = [...card.classList].find((one) => one.startsWith("st-key-card-")).slice(12);
    if (/^(step-|report|error|refused)/.test(key)) { if (/^(error|refused)/.test(key)) note("error", card.textContent.trim()); continue; }
    const title = card.querySelector("h2"), sub = card.querySelector(".tk-sub"), foot = card.querySelector(".tk-footer");
    const empty = card.querySelector(".tk-empty:not(.tk-chip)");
    if (!title || !title.textContent.trim()) { if (!empty) note("card", `${key} has no title`); }
    else if (title.textContent.trim().length > 80) note("card", `${key}: title of ${title.textContent.trim().length} characters`);
    if (empty || key === "unlock") continue;  // there is no source of what is missing
    if (!sub || !sub.textContent.trim()) note("card", `${key} has no subtitle`);
    for (const word of words) if (!foot || !foot.textContent.includes(word)) note("card", `${key}: footer without ${word}`);
  }
  for (const image of main.querySelectorAll("img")) if (!image.alt.trim()) note("alt", image.outerHTML.slice(0, 60));
  for (const chart of main.querySelectorAll("[data-testid=stPlotlyChart]"))
    if (!chart.closest("[aria-label], [role=img]") && !chart.querySelector("[aria-label], [role=img], .visually-hidden") ) note("alt", "a chart without words");

  // 5. No failure on the page.
  for (const failure of document.querySelectorAll("[data-testid=stException]")) note("error", failure.textContent.slice(0, 80));

  for (const dialog of document.querySelectorAll("[role=dialog]:not([popover])")) if (shows(dialog)) note("error", `dialog: ${dialog.textContent.slice(0, 60)}`);

  // 6. Not too much, large enough, in one language.
  if (main.querySelectorAll(".tk-tile").length > 6) note("much", "tiles");
  if (main.querySelectorAll(".st-key-tk-head :is([data-testid=stSelectbox], [data-testid=stMultiSelect])").length > 4) note("much", "filters");
  if (innerWidth <= 640 && main.scrollHeight > 5 * 844 && !main.querySelector(":is(.tk-unfold, .tk-rest)[open], [class*='st-key-card-step-']")) note("long", `${main.scrollHeight} px`);
  if (main.querySelectorAll("h1").length !== 1) note("much", `${main.querySelectorAll("h1").length} h1`);
  for (const target of main.querySelectorAll("button, a, summary, input, [role=button]")) {
    if (!shows(target) || target.closest("[popover], .modebar, label, [data-testid=stFileUploader]") || target.getAttribute("aria-hidden") === "true") continue;
    const box = target.getBoundingClientRect();
    if (box.height < 23.5 || box.width < 23.5) note("target", `${Math.round(box.width)}×${Math.round(box.height)} ${brief(target)}`);
  }
  if (!["es", "en"].includes(lang)) note("language", `lang is ${lang}`);

  // 7. No row cut in half, no card with a third of it empty, no count that differs from its list.
  for (const frame of main.querySelectorAll(".tk-scroll")) {
    const edge = frame.getBoundingClientRect();
    if (frame.scrollHeight <= frame.clientHeight + 1 || !shows(frame)) continue;
    for (const row of frame.querySelectorAll("tbody tr")) {
      const box = row.getBoundingClientRect();
      if (box.top < edge.bottom - 2 && box.bottom > edge.bottom + 2) note("half", brief(row));
    }
  }
  for (const card of main.querySelectorAll("[class*='st-key-card-']")) {
    const frame = card.getBoundingClientRect(), spans = [];
    if (frame.height < 240) continue;  // a sentence with its button
    for (const element of card.querySelectorAll("*")) {
      const own = [...element.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
      if (!(own || element.matches("img, svg, canvas, input, button, hr")) || !shows(element) || element.closest("[popover]")) continue;
      const box = element.getBoundingClientRect();
      spans.push([box.top, box.bottom]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    let reached = frame.top, widest = 0;
    for (const [top, bottom] of spans) { widest = Math.max(widest, top - reached); reached = Math.max(reached, bottom); }
    widest = Math.max(widest, frame.bottom - reached);
    if (widest > frame.height / 3) note("hollow", `${[...card.classList].find((one) => one.startsWith("st-key-card-"))}: ${Math.round(widest)} of ${Math.round(frame.height)} px`);
  }
  for (const all of main.querySelectorAll("[class*='st-key-tk-all-']")) {
    const card = all.closest("[class*='st-key-card-']"), count = Number((all.innerText.match(/\d[\d.,]*/) || ["0"])[0].replace(/[.,]/g, ""));
    const inside = [...card.querySelectorAll(".tk-attend, .tk-grid tbody tr")].filter((one) => !one.closest(".tk-code")); // not the cases of one of them
    const listed = inside.length, open = all.querySelector("input").checked;
    if (open ? listed !== count : listed >= count) note("count", `${listed} rows, "${all.innerText.trim()}"`);
  }
  for (const rest of main.querySelectorAll(".tk-rest")) {
    const rows = rest.nextElementSibling.querySelectorAll("tbody tr").length, count = Number(rest.textContent.match(/\d+/)[0]);
    if (rows !== count) note("count", `${rows} rows, "${rest.textContent.trim()}"`);
  }

  // 8. Nothing that stood there was pushed while the page came (the sum of layout shifts, kept by who opened the page).
  if (window.pushed > 0.1) note("jump", `layout shift ${window.pushed.toFixed(2)}`);

  // 9. One language: no English month in Spanish, no 1,234 where 1.234 is written, no sentence with an open gap.
  const said = main.innerText;
  if (lang === "es") {
    const english = said.match(/\b\d{1,2} (Jan|Apr|Aug|Dec)\b|\b(January|February|March|April|June|July|August|Source|Updated|Target|Last)\b/);
    if (english) note("language", english[0]);
    const point = said.match(/(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d,])/);
    if (point) note("language", `number ${point[0]}`);
  } else {
    const spanish = said.match(/\b(Fuente|Actualizado|Meta|sin dato|Proceso|Equipo|rutina|enero|agosto)\b/);
    if (spanish) note("language", spanish[0]);
  }
  const gap = said.match(/\{[a-z_]+\}/);
  if (gap) note("language", `open gap ${gap[0]}`);
  return found;
}
