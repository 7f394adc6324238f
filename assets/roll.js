// The roll call on a network that fails: what is pressed is kept on the tablet, shown at once, and sent in its order
// when the network is there. Every entry has a key of its own, so that sending it twice adds nothing. Without this
// file every button is a form.
(() => {
  "use strict";
  const roll = document.getElementById("roll");
  const name = `renkei-roll-${roll.dataset.roll}`;
  const action = `/meetings/${roll.dataset.roll}/attendance`;
  const pause = 5000;
  let sending = false;

  // A random UUID (RFC 9562, 5.4); crypto.randomUUID is missing where the page came by plain http.
  const key = () => {
    const octets = crypto.getRandomValues(new Uint8Array(16));
    octets[6] = (octets[6] & 0x0f) | 0x40;
    octets[8] = (octets[8] & 0x3f) | 0x80;
    const hex = [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(name)) || [];
    } catch {
      return [];
    }
  };
  const store = (entries) => {
    if (entries.length === 0) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(entries));
  };

  // What the list shows until the answer comes.
  const said = { room: "会場", online: "オンライン", proxy: "代理", left: "退席" };
  const counts = (row, now) => {
    if (!("counted" in row.dataset) || now === "" || now === "left") return 0;
    if (now === "online") return roll.dataset.online === "true" ? 1 : 0;
    if (now === "proxy") return roll.dataset.proxy === "true" ? 1 : 0;
    return 1;
  };
  const about = (entry) => {
    const [button, who] = entry.fields.press.split(":");
    if (button === "proxy") return [entry.fields.who, "proxy"];
    if (button === "expected") return [who, "proxy"];
    return [who, button];
  };
  const draw = (problem) => {
    const entries = stored();
    let present = Number(roll.dataset.present);
    for (const entry of entries) {
      const [who, now] = about(entry);
      const row = [...roll.querySelectorAll("[data-who]")].find((one) => one.dataset.who === who);
      if (!row || !said[now]) continue;
      present += counts(row, now) - counts(row, row.dataset.now);
      row.dataset.now = now;
      const tag = document.createElement("span");
      tag.className = "tag tag--wait";
      tag.textContent = `${said[now]}（送信待ち）`;
      row.querySelector(".roll__now").replaceChildren(tag);
    }
    roll.dataset.present = String(present);
    const needed = Number(roll.dataset.needed);
    document.getElementById("roll-present").textContent = String(present);
    if (needed > 0 && entries.length > 0) {
      const words = present >= needed ? "定足数に達しています" : `あと${needed - present}人で成立します`;
      document.getElementById("roll-verdict").textContent = words;
    }
    const wait = document.getElementById("roll-wait");
    wait.hidden = entries.length === 0;
    if (entries.length > 0) {
      const refused = entries.find((entry) => entry.refused);
      wait.textContent = refused ? refused.refused : `${problem || "送っています。"}送信待ち ${entries.length}件`;
      if (refused) {
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn btn--s";
        drop.textContent = "この入力を消す";
        drop.addEventListener("click", () => {
          store(stored().filter((entry) => entry.fields.id !== refused.fields.id));
          location.reload();
        });
        wait.append(" ", drop);
      }
    }
  };

  // The page as the server drew it takes the place of ours; what is still waiting is drawn on it again.
  const take = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("roll");
    if (!fresh) return false;
    const focused = document.activeElement && document.activeElement.value;
    Object.assign(roll.dataset, fresh.dataset);
    roll.replaceChildren(...fresh.childNodes);
    const again = focused && [...roll.querySelectorAll("button")].find((button) => button.value === focused);
    if (again) again.focus({ preventScroll: true });
    return true;
  };

  const send = async (entry) => {
    const fields = new URLSearchParams(entry.fields);
    fields.set("csrf", roll.querySelector("[name=csrf]").value);
    if (!entry.fields.time) fields.set("ago", String(Math.max(0, Date.now() - entry.pressed)));
    return fetch(action, { method: "POST", body: fields });
  };
  const refusal = (answer, text) => {
    if (answer.status === 401 || answer.status === 403) return null;
    const page = new DOMParser().parseFromString(text, "text/html");
    const why = page.querySelector("main .notice");
    const words = why ? why.textContent.trim().replace(/\s+/g, " ") : "";
    return `受け取られなかった入力があります。${words || "画面を開き直して、もう一度押してください。"}`;
  };

  const flush = async () => {
    if (sending || stored().some((entry) => entry.refused)) return;
    sending = true;
    let problem = "";
    let last = "";
    try {
      for (let [entry] = stored(); entry; [entry] = stored()) {
        const answer = await send(entry);
        const text = await answer.text();
        const rest = () => stored().filter((one) => one.fields.id !== entry.fields.id);
        if (answer.ok) {
          store(rest());
          last = text;
          continue;
        }
        if (answer.status >= 500 || answer.status === 429) throw new Error("later");
        const words = refusal(answer, text);
        if (words) store([{ ...entry, refused: words }, ...rest()]);
        else problem = "サインインが切れています。別の画面でサインインし直すと送ります。";
        break;
      }
    } catch {
      problem = "ネットワークにつながりません。入力は、この端末に残っています。";
    } finally {
      sending = false;
    }
    if (last) take(last);
    draw(problem);
    if (stored().length > 0 && !stored().some((entry) => entry.refused)) setTimeout(flush, pause);
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.hasAttribute("data-queue")) return;
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form, event.submitter));
      delete fields.csrf;
      // The same button again before the answer came is the same entry.
      const same = stored().some((one) => one.fields.press === fields.press && !one.fields.who && !fields.who);
      if (same && fields.press !== "guest" && fields.press !== "observers") return;
      fields.id = key();
      store([...stored(), { fields, pressed: Date.now() }]);
      form.querySelectorAll("input.input").forEach((input) => (input.value = ""));
      draw();
      flush();
    },
    true,
  );
  roll.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?who=']");
    if (!link) return;
    event.preventDefault();
    const choice = document.getElementById("proxy_who");
    choice.value = new URLSearchParams(link.getAttribute("href").split("#")[0]).get("who");
    location.hash = "proxy";
    document.getElementById("proxy_name").focus();
  });
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => {
    if (stored().length > 0) event.preventDefault();
  });
  draw();
  flush();
})();
