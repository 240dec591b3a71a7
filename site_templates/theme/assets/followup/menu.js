// On a narrow page the theme opens its sidebar by a label, which no keyboard reaches: a button does the same.
(() => {
  "use strict";
  const drawer = document.getElementById("__drawer");
  const label = document.querySelector(".md-header__button[for='__drawer']");
  if (!drawer || !label) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = `${label.className} fu-menu`;
  button.setAttribute("aria-label", "Menu");
  button.append(...label.childNodes);
  label.replaceWith(button);
  const tell = () => button.setAttribute("aria-expanded", String(drawer.checked));
  tell();
  drawer.addEventListener("change", tell);
  button.addEventListener("click", () => drawer.click());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    drawer.click();
    button.focus();
  });
})();
