// Says in the browser that a page is old: the nightly build may have stopped, and nothing else on the page would show it.
(() => {
  "use strict";
  const banner = document.querySelector("[data-fu-as-of]");
  if (!banner) return;
  const day = 24 * 60 * 60 * 1000;
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const age = Math.round((today - Date.parse(banner.dataset.fuAsOf)) / day);
  if (age < 2) return;
  const warning = document.createElement("strong");
  warning.className = "fu-old";
  warning.setAttribute("role", "status");
  warning.textContent = ` These figures are ${age} days old.`;
  banner.append(warning);
})();

// Marks in the sidebar the section in which a record stands; the record itself is not in the sidebar.
(() => {
  "use strict";
  const section = document.querySelector(".fu-trail li:last-child a");
  if (!section) return;
  for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link")) {
    if (link.href !== section.href) continue;
    link.classList.add("md-nav__link--active");
    link.setAttribute("aria-current", "true");
  }
})();
