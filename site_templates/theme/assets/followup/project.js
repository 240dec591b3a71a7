// Shows a session's page in a meeting room: large, one part at a time, by keyboard. Escape leaves.
(() => {
  "use strict";
  const lead = document.querySelector("[data-fu-project]");
  if (!lead) return;
  const root = document.documentElement;
  const article = lead.closest("article");
  const parts = [[]];
  for (const one of article.children) {
    if (one.matches("h2")) parts.push([]);
    parts.at(-1).push(one);
  }
  let at = 0;

  const button = (text, press) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "md-button";
    one.textContent = text;
    one.addEventListener("click", press);
    return one;
  };
  const bar = document.createElement("nav");
  bar.className = "fu-bar";
  bar.setAttribute("aria-label", "Parts of the page");
  const place = document.createElement("span");
  place.setAttribute("role", "status");
  bar.append(
    button("‹ Back", () => show(at - 1)), place,
    button("Next ›", () => show(at + 1)), button("Leave (Esc)", () => leave()),
  );

  const show = (number) => {
    at = Math.min(Math.max(number, 0), parts.length - 1);
    parts.forEach((part, index) => part.forEach((one) => one.classList.toggle("fu-aside-of-room", index !== at)));
    place.textContent = `${at + 1} of ${parts.length}`;
    const name = parts[at].find((one) => one.matches("h2")) ?? article.querySelector("h1");
    name.tabIndex = -1;
    name.focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  const enter = () => {
    root.classList.add("fu-projected");
    article.append(bar);
    show(0);
  };
  const leave = () => {
    root.classList.remove("fu-projected");
    bar.remove();
    history.replaceState(null, "", location.pathname + location.search);
    start.focus();
  };
  // Where the address leads within the page, the room follows.
  const follow = () => {
    if (location.hash === "#project") return enter();
    if (!root.classList.contains("fu-projected")) return;
    const target = document.getElementById(location.hash.slice(1));
    const found = parts.findIndex((part) => part.some((one) => one.contains(target)));
    if (target && found >= 0) show(found);
  };
  const keys = {
    ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1), Escape: leave,
    PageDown: () => page(1), PageUp: () => page(-1), Home: () => show(0), End: () => show(parts.length - 1),
  };
  // A clicker sends these: what is longer than the wall is read first.
  const page = (way) => {
    const before = scrollY;
    scrollBy({ top: way * innerHeight * 0.8, behavior: "instant" });
    if (scrollY === before) show(at + way);
  };
  addEventListener("keydown", (event) => {
    if (!root.classList.contains("fu-projected") || event.altKey || event.ctrlKey || event.metaKey) return;
    const press = keys[event.key];
    if (!press) return;
    event.preventDefault();
    event.stopPropagation();
    press();
  }, true);
  addEventListener("hashchange", follow);
  const start = button("Project", () => { location.hash = "project"; });
  start.classList.add("fu-start");
  lead.append(" ", start);
  follow();
})();
