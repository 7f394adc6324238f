// Comfort only: every page works without this file.
// Forms with data-guard warn before typed text is lost, a form is sent once per press, data-copy buttons copy,
// forms with data-check say what speaks against a day while it is being chosen, and on a board with data-move an
// entry can be dragged to another cell and an empty cell be pressed.
(() => {
  "use strict";

  // A second press while the first is under way is dropped; the button keeps its look.
  // After ten seconds, or when the page comes back from the history, a press counts again.
  const again = 10000;
  const sent = new WeakMap();
  const touched = new Set();

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-guard")) touched.add(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    const before = sent.get(form);
    if (before !== undefined && event.timeStamp - before < again) {
      event.preventDefault();
      return;
    }
    sent.set(form, event.timeStamp);
    touched.delete(form);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form));
  });

  window.addEventListener("beforeunload", (event) => {
    if (touched.size === 0) return;
    event.preventDefault();
    event.returnValue = true; // browsers before 2023
  });

  // <form data-check="checked">: what its button named check would show in the element of that id, at every change of
  // what decides it. What cannot be read yet is no error while somebody is typing: nothing is shown then.
  const deciding = ["body", "day", "starts", "ends", "month"];
  let asked = 0;
  const check = async (form) => {
    const mine = ++asked;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("check", "1");
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    if (mine !== asked) return;
    const found = page.getElementById(form.dataset.check);
    document.getElementById(form.dataset.check).replaceChildren(...(found ? found.childNodes : []));
  };

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.check || !deciding.includes(event.target.name)) return;
    check(form).catch(() => {}); // the button is still there
  });

  // <button type="button" data-copy="mail-text" hidden> copies the text of the element with that id.
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    const words = button.querySelector("[data-word]") || button;
    try {
      await navigator.clipboard.writeText("value" in source ? source.value : source.textContent);
      words.textContent = "コピーしました";
    } catch {
      words.textContent = "コピーできませんでした。文を選んでコピーしてください";
    }
  };

  document.querySelectorAll("button[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return; // plain http: the text can still be selected by hand
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
  });

  // <table class="board" data-move="csrf">: what the forms behind entries and lines do, without opening them. The head
  // of a column has its month, a line its theme (data-row) or body (data-body).
  const board = document.querySelector(".board[data-move]");
  const months = board ? [...board.tHead.rows].at(-1).cells : [];
  const place = (cell) => ({ line: cell.parentElement.dataset, month: months[cell.cellIndex].dataset.month });

  const move = (mark, cell) => {
    const { line, month } = place(cell);
    const form = document.createElement("form");
    form.method = "post";
    form.action = `/board/entries/${mark.dataset.entry}/place`;
    const fields = { csrf: board.dataset.move, version: mark.dataset.version, row: line.row, month };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  };

  if (board) {
    let dragged = null;
    const target = (event) => {
      const cell = event.target.closest("td");
      return dragged && cell && cell.parentElement.dataset.row ? cell : null;
    };
    const unmark = () => board.querySelectorAll("td[data-over]").forEach((cell) => delete cell.dataset.over);
    board.addEventListener("dragstart", (event) => {
      dragged = event.target.closest ? event.target.closest("[data-entry]") : null;
    });
    board.addEventListener("dragover", (event) => {
      const cell = target(event);
      if (!cell) return;
      event.preventDefault();
      unmark();
      cell.dataset.over = "";
    });
    board.addEventListener("drop", (event) => {
      const cell = target(event);
      if (!cell) return;
      event.preventDefault();
      if (cell !== dragged.closest("td")) move(dragged, cell);
    });
    board.addEventListener("dragend", () => {
      dragged = null;
      unmark();
    });
    board.addEventListener("click", (event) => {
      if (event.target.tagName !== "TD") return;
      const { line, month } = place(event.target);
      if (line.row) location.href = `/board/entries/new?row=${line.row}&month=${month}`;
      else if (line.body) location.href = `/meetings/new?body=${line.body}&month=${month}`;
    });
  }
})();
