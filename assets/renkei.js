// Comfort only: every page works without this file.
// Forms with data-guard warn before typed text is lost, a form is sent once per press, data-copy buttons copy,
// forms with data-check say what speaks against a day while it is being chosen.
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
})();
