// Remembers in this browser whose name was chosen on the first page, and says there what waits for that person.
(() => {
  "use strict";
  const box = document.querySelector("[data-fu-you]");
  if (!box || box.dataset.fuReady) return;
  box.dataset.fuReady = "true";
  const key = `followup-you:${location.pathname}`;
  const summary = box.querySelector("summary");
  const names = [...box.querySelectorAll("[data-fu-person]")];
  const greeting = document.createElement("p");
  greeting.className = "fu-you-line";
  greeting.setAttribute("aria-live", "polite");
  const first = summary.textContent;

  // A browser may keep nothing for a page, or be told to; then the list is all there is.
  const remember = (id) => {
    try {
      if (id) localStorage.setItem(key, id);
      else localStorage.removeItem(key);
    } catch {}
  };
  const recall = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const show = () => {
    const id = recall();
    const chosen = names.find((one) => one.dataset.fuPerson === id);
    greeting.remove();
    greeting.textContent = "";
    summary.textContent = chosen ? "For you: choose another name" : first;
    if (!chosen) return;
    const link = document.createElement("a");
    link.href = chosen.getAttribute("href");
    link.textContent = chosen.textContent;
    const waits = chosen.parentElement.querySelector(".fu-aside");
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "fu-forget";
    forget.textContent = "Forget my name";
    forget.addEventListener("click", () => {
      remember(null);
      show();
      summary.focus();
    });
    greeting.append(link, `: ${waits ? waits.textContent : "nothing waits"}. `, forget);
    box.before(greeting);
  };

  for (const one of names) one.addEventListener("click", () => remember(one.dataset.fuPerson));

  if (names.length > 20) {
    const find = document.createElement("input");
    find.type = "search";
    find.className = "fu-find";
    find.placeholder = "Find your name";
    find.setAttribute("aria-label", "Find your name");
    find.addEventListener("input", () => {
      const typed = find.value.trim().toLowerCase();
      for (const one of names) one.parentElement.hidden = !one.textContent.toLowerCase().includes(typed);
      for (const list of box.querySelectorAll(".fu-names")) {
        const isEmpty = [...list.children].every((one) => one.hidden);
        list.hidden = isEmpty;
        list.previousElementSibling.hidden = isEmpty;
      }
    });
    summary.after(find);
  }

  show();
  // Back from a person's page, a browser may show the page as it left it.
  addEventListener("pageshow", show);
})();
