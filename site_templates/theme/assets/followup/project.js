// Shows a session's page in a meeting room: large, one part at a time, by keyboard. Escape leaves.
(() => {
  "use strict";
  const start = document.querySelector(".fu-start");
  if (!start) return;
  const bar = document.querySelector(".fu-bar");
  const article = start.closest("article");
  const room = document.documentElement.classList;
  const parts = [[]];
  for (const one of article.children) {
    if (one.matches("h2")) parts.push([]);
    parts.at(-1).push(one);
  }
  let at = 0;
  const show = (number) => {
    at = Math.min(Math.max(number, 0), parts.length - 1);
    for (const one of parts.flat()) one.classList.toggle("fu-unshown", !parts[at].includes(one));
    bar.children[1].textContent = `${at + 1} of ${parts.length}`;
    const heading = at ? parts[at][0] : article.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
    scrollTo(0, 0);
  };
  const step = (way) => () => show(at + way);
  // A clicker sends pages: what is longer than the wall is read to its end first.
  const page = (way) => () => {
    const before = scrollY;
    scrollBy({ top: way * innerHeight * 0.8, behavior: "instant" });
    if (scrollY === before) show(at + way);
  };
  const leave = () => {
    room.remove("fu-projected");
    bar.hidden = true;
    history.replaceState(null, "", location.pathname);
    start.focus();
  };
  const keys = { ArrowRight: step(1), ArrowLeft: step(-1), PageDown: page(1), PageUp: page(-1), Escape: leave };
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (location.hash === "#project") {
      room.add("fu-projected");
      bar.hidden = false;
      show(0);
    } else if (target && !bar.hidden) show(parts.findIndex((part) => part.some((one) => one.contains(target))));
  };
  article.append(bar);
  [step(-1), , step(1), leave].forEach((press, index) => { bar.children[index].onclick = press; });
  start.hidden = false;
  start.onclick = () => { location.hash = "project"; };
  addEventListener("keydown", (event) => {
    if (bar.hidden || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener("hashchange", follow);
  follow();
})();
