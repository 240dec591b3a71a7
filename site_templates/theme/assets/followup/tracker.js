// Lets readers sort, filter and search the long tables of a page, and share the address of what they see. The rows are
// those of the page, of which it attaches a hundred at a time. No library: the complete table has to stand in the page
// anyhow, for paper and without scripts; from there, measured, the best one was ten times heavier and slower to start.
(() => {
  "use strict";
  const STEP = 100;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const slug = (text) => plain(text).replace(/[^a-z0-9]+/g, "-");
  const number = (value) => value.toLocaleString("en").replace(/,/g, "\u202f");

  // Words as a spreadsheet takes them: no icons, days that sort, and nothing that it would run as a formula.
  const words = (node) => {
    if (node.nodeType === 3) return node.data;
    if (node.getAttribute("aria-hidden")) return "";
    if (node.dateTime) return node.dateTime;
    const inner = [...node.childNodes].map(words).join("");
    return /^fu-(part|aside)$/.test(node.className) ? `; ${inner}; ` : inner;
  };
  const told = (cell) => words(cell).replace(/\s+/g, " ").replace(/( ?; ?)+/g, "; ").replace(/^[; –]+|[; ]+$/g, "");
  const field = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };

  document.querySelectorAll("form.fu-tracker").forEach((form, place) => {
    const table = form.nextElementSibling.querySelector("table");
    const body = table.tBodies[0];
    const noun = table.caption.textContent.replace(/^.(?=[a-z])/, (letter) => letter.toLowerCase());
    const { q, sort } = form.elements;
    const [status, clear] = [form.querySelector("[role=status]"), form.querySelector("[data-fu=clear]")];
    const [more, fold] = [form.querySelector(".fu-tracker-more"), form.querySelector("details")];
    const prefix = place ? `${form.dataset.fu}.` : "";
    const heads = [...table.tHead.rows[0].cells].map((cell) => ({ cell, name: cell.textContent, key: slug(cell.textContent) }));
    const filters = [...form.querySelectorAll("[data-fu-keys]")].map((control) => ({
      control,
      keys: control.dataset.fuKeys.split(" ").map(Number),
      names: [...(control.options ?? [])].map((option) => option.text),
    }));
    const rows = [...body.rows].map((row, at) => ({ row, at, sorted: [] }));
    const textOf = (one) => (one.text ??= plain(`${one.row.id} ${one.row.textContent}`));
    let [ordered, shown, limit, asking, writing, labelling] = [rows, [], STEP];

    const valueOf = (control) => (control.type === "checkbox" && !control.checked ? "" : control.value);
    const choose = (control, value) => {
      // A value that no row has must find nothing, rather than everything.
      if (control.options && ![...control.options].some((one) => one.value === value)) control.add(new Option(value, value));
      if (control.type === "checkbox") control.checked = value === control.value;
      else control.value = value;
    };
    const controls = [...filters.map((one) => one.control), q, sort];

    const sortKey = (one, column) => {
      if (column in one.sorted) return one.sorted[column];
      const cell = one.row.cells[column];
      const time = cell.querySelector("time");
      const text = cell.textContent.trim();
      const filter = filters.find(({ control }) => control.options && control.name === heads[column].key);
      let key = time ? time.dateTime : text === "–" ? "" : plain(text);
      if (cell.className === "fu-numeric") key = Number.parseFloat(text.replace(/[^\d.-]/g, "")) || (/\d/.test(text) ? 0 : "");
      else if (filter) key = filter.keys[one.at] || "";
      return (one.sorted[column] = key);
    };
    const arrange = () => {
      const column = heads.findIndex((head) => head.key === sort.value.replace(/^-/, ""));
      const way = sort.value.startsWith("-") ? -1 : 1;
      heads.forEach(({ cell }, at) => {
        if (at === column) cell.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
        else cell.removeAttribute("aria-sort");
      });
      ordered = column < 0 ? rows : [...rows].sort((one, other) => {
        const [a, b] = [sortKey(one, column), sortKey(other, column)];
        return a === b ? 0 : a === "" ? 1 : b === "" || a < b === way > 0 ? -1 : 1;
      });
    };

    const attach = (count) => {
      const part = document.createDocumentFragment();
      for (const { row } of shown.slice(0, count)) part.append(row);
      body.replaceChildren(part);
      more.hidden = count >= shown.length;
      const first = more.hidden ? "" : `, the first ${number(count)} below`;
      status.textContent = `${number(shown.length)} of ${number(rows.length)} ${noun}${first}`;
    };
    const refresh = () => {
      const wanted = plain(q.value).split(/\s+/).filter(Boolean);
      const chosen = filters.map(({ control }) => control.selectedIndex ?? Number(control.checked));
      const counts = filters.map(({ names }) => new Array(Math.max(2, names.length)).fill(0));
      shown = ordered.filter((one) => {
        if (wanted.length && !wanted.every((word) => textOf(one).includes(word))) return false;
        const missed = filters.filter(({ keys }, index) => chosen[index] && keys[one.at] !== chosen[index]);
        // A choice counts the rows that it would show, all other choices being as they are.
        filters.forEach((filter, index) => {
          if (missed.length && (missed.length > 1 || missed[0] !== filter)) return;
          counts[index][filter.keys[one.at]] += 1;
        });
        return !missed.length;
      });
      const active = chosen.filter(Boolean).length;
      clear.hidden = !active && !wanted.length;
      if (fold) fold.querySelector("span").textContent = active ? ` (${active} on)` : "";
      limit = STEP;
      attach(limit);
      clearTimeout(labelling); // Thousands of choices may wait until the rows are there.
      labelling = setTimeout(() => label(counts), 0);
    };
    const label = (counts) => {
      filters.forEach(({ control, names }, index) => {
        if (control.type === "checkbox") control.nextElementSibling.textContent = `(${number(counts[index][1])})`;
        else [...control.options].forEach((option, at) => {
          if (!at) return;
          const count = counts[index][at] ?? 0;
          const label = `${names[at] ?? option.value} (${number(count)})`;
          if (option.text !== label) option.text = label;
          option.hidden = option.disabled = !count && !option.selected;
        });
      });
    };
    const read = () => {
      asking = location.search;
      const asked = new URLSearchParams(asking);
      for (const control of controls) choose(control, asked.get(prefix + control.name) ?? "");
      arrange();
      refresh();
      carry();
    };
    // The other pages of a table that would be too long for one are asked the same.
    const carry = () => document.querySelectorAll(".fu-others a").forEach((link) => Object.assign(link, { search: location.search, hash: location.hash }));
    const write = (hash = "") => {
      const address = new URL(location.href);
      for (const { name } of controls) address.searchParams.delete(prefix + name);
      for (const one of controls) if (valueOf(one)) address.searchParams.set(prefix + one.name, valueOf(one));
      address.hash = hash;
      history.replaceState(history.state, "", address);
      asking = location.search;
      carry();
    };
    const changed = () => {
      refresh();
      clearTimeout(writing); // Browsers refuse an address that changes with every letter.
      writing = setTimeout(write, 150);
    };
    const empty = () => controls.forEach((control) => control !== sort && choose(control, ""));
    const reveal = () => {
      const one = rows.find(({ row }) => row.id && `#${row.id}` === location.hash);
      if (!one) return;
      if (!shown.includes(one)) {
        empty();
        refresh();
        write(location.hash);
      }
      limit = Math.max(limit, Math.ceil((shown.indexOf(one) + 1) / STEP) * STEP);
      attach(limit);
      location.replace(location.href); // The browser has looked for the row before it was attached.
    };
    const choiceOf = ({ keys, names }, at) => (keys[at] ? names[keys[at]] : "");
    const save = () => {
      const columns = heads.flatMap(({ name, key }, column) => {
        const filter = filters.find(({ control }) => control.options && control.name === key);
        const parts = new Map(shown.map((one) => {
          // A day, or a choice that has a column of its own, and beside it what else the cell says.
          const text = told(one.row.cells[column]);
          const first = filter ? choiceOf(filter, one.at) : (/^\d{4}-\d\d-\d\d/.exec(text) ?? [text])[0];
          return [one, [first, text.startsWith(first) ? text.slice(first.length).replace(/^[\s;:,]+/, "") : text]];
        }));
        const noted = shown.some((one) => parts.get(one)[1]);
        return [[name, (one) => parts.get(one)[0]], ...(noted ? [[`${name}, note`, (one) => parts.get(one)[1]]] : [])];
      });
      for (const filter of filters) {
        const { control } = filter;
        if (control.options && !heads.some(({ key }) => key === control.name)) columns.push([control.dataset.fuName, ({ at }) => choiceOf(filter, at)]);
      }
      if (rows.some(({ row }) => row.id)) columns.unshift(["Id", ({ row }) => row.id]);
      const lines = [columns.map(([name]) => name), ...shown.map((one) => columns.map(([, of]) => of(one)))];
      const text = lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })); // With a mark, for Excel.
      link.download = `${form.dataset.fu}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    };

    for (const { cell, name, key } of heads) {
      sort.add(new Option(name, key));
      sort.add(new Option(`${name}, backwards`, `-${key}`));
      const button = document.createElement("button");
      button.type = "button";
      button.append(...cell.childNodes);
      button.addEventListener("click", () => {
        sort.value = sort.value === key ? `-${key}` : sort.value === `-${key}` ? "" : key;
        arrange();
        changed();
      });
      cell.append(button);
    }
    table.parentElement.after(more);
    more.addEventListener("click", ({ target }) => {
      const first = shown[limit];
      if (!target.dataset.fu) return;
      limit = target.dataset.fu === "all" ? shown.length : limit + STEP;
      attach(limit);
      first.row.cells[0].tabIndex = -1;
      first.row.cells[0].focus();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", ({ target }) => {
      if (target === sort) arrange();
      changed();
    });
    clear.addEventListener("click", () => {
      empty();
      changed();
      q.focus();
    });
    form.querySelector("[data-fu=csv]").addEventListener("click", save);
    addEventListener("popstate", () => asking !== location.search && read()); // Also fires for links within the page.
    addEventListener("hashchange", reveal);
    addEventListener("beforeprint", () => attach(shown.length));
    addEventListener("afterprint", () => attach(limit));

    read();
    if (fold) fold.open = matchMedia("(min-width: 60em)").matches;
    form.hidden = false;
    form.previousElementSibling?.matches(".fu-tracker-late") && form.previousElementSibling.remove();
    reveal();
    const later = window.requestIdleCallback ?? setTimeout;
    const prepare = (from) => {
      rows.slice(from, from + STEP).forEach(textOf);
      if (from < rows.length) later(() => prepare(from + STEP));
    };
    later(() => prepare(0));
  });
})();
