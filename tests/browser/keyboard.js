// Follows the focus from key to key: run before the first; `walk.rest()` after the last, then `walk.told()`.
() => {
  const WANTED = "a[href], button, input, select, textarea, summary, [tabindex], [role=button], [role=switch], [contenteditable=true]";
  const shows = (element) => { // what is folded away, as in closed details, shows not, though it has a size
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && box.width > 1 && box.height > 1;
  };
  const held = (element) => element.closest("label, [data-baseweb=select], [data-testid=stSelectbox], [data-testid=stMultiSelect], [data-testid=stDateInput], [data-testid=stTextInput]") ?? element;
  // An input may be of no size of its own: what is seen of it is its label or its frame.
  const seen = (element) => shows(element) || (element.matches("input") && shows(held(element)));
  const brief = (element) => `${element.tagName.toLowerCase()}.${String(element.className.baseVal ?? element.className).split(" ")[0]} "${(element.getAttribute("aria-label") || element.textContent || "").trim().slice(0, 40)}"`;
  const wanted = () => [...document.querySelectorAll(WANTED)].filter((one) =>
    seen(one) && !one.disabled && !one.closest("[popover]:not(:popover-open), [aria-hidden=true], [inert], .modebar") && one.getAttribute("tabindex") !== "-1");
  // What a reader sees of the focus: the lines and grounds of the element, of what stands around it and of what it holds.
  const look = (element) => {
    const around = [element, ...[...held(element).querySelectorAll("*")].slice(0, 12), held(element)];
    for (let one = element.parentElement, k = 0; one && k < 4; one = one.parentElement, k++) around.push(one);
    if (element.nextElementSibling) around.push(element.nextElementSibling);
    return around.map((one) => { const s = getComputedStyle(one); return [s.outlineStyle === "none" ? "" : s.outline, s.boxShadow, s.borderColor, s.backgroundColor].join("|"); }).join("\n");
  };
  const steps = [], looks = new Map();
  const note = () => { const now = document.activeElement; if (now && now !== document.body) looks.set(now, look(now)); };
  document.addEventListener("keydown", note, true);
  document.addEventListener("focusin", (event) => steps.push(event.target), true);
  window.walk = {
    count: () => wanted().length,
    again: () => steps.length > 1 && steps.slice(1).includes(steps[0]),
    rest: () => { note(); document.activeElement.blur(); },
    told: () => {
      const reached = new Set(steps), found = { unreached: [], unseen: [], order: [] };
      const group = (one) => one.matches("[type=radio], [role=radio]") ? one.closest("[role=radiogroup]") ?? one.name : null;
      const groups = new Set(steps.map(group).filter(Boolean));
      const anew = new Set(steps.filter((one) => !one.isConnected).map(brief)); // drawn anew since the focus was there
      for (const one of wanted()) if (!reached.has(one) && !groups.has(group(one)) && !anew.has(brief(one))) found.unreached.push(brief(one));
      for (const [one, before] of looks) if (one.isConnected && look(one) === before) found.unseen.push(brief(one));
      const place = (one) => one.closest("[data-testid=stSidebar]") ? "sidebar" : one.closest("[class*='st-key-card-']")?.className.match(/st-key-card-[^ ]+/)[0] ?? (one.closest("[data-testid=stMain]") ? "page" : "frame");
      const ways = steps.slice(0, steps.lastIndexOf(steps[0]) || steps.length).map(place).filter((one, k, all) => one !== all[k - 1]);
      const cards = ways.filter((one) => one.startsWith("st-key-card-"));
      const inOrder = [...document.querySelectorAll("[class*='st-key-card-']")].map(place).filter((one) => cards.includes(one));
      if (cards.join() !== inOrder.join()) found.order.push(`${cards} and not ${inOrder}`);
      if (ways.filter((one) => one === "sidebar").length > 1) found.order.push("the sidebar is left and entered again");
      return found;
    },
  };
}
