// Passkeys: asks the server for a question, the browser for an answer, and sends it. Without scripts passwords work.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

async function post(path, fields) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  const said = await answer.json().catch(() => ({ error: `Answer ${answer.status}` }));
  if (!answer.ok) throw new Error(said.error ?? `Answer ${answer.status}`);
  return said;
}

async function create(form) {
  const csrf = form.elements.csrf.value;
  const options = await post("/passkeys/options", { csrf });
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  options.excludeCredentials = (options.excludeCredentials ?? []).map((c) => ({ ...c, id: bytes(c.id) }));
  const made = await navigator.credentials.create({ publicKey: options });
  const credential = JSON.stringify({
    id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
    response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) },
  });
  return post("/passkeys", { csrf, credential, label: form.elements.label.value });
}

async function signIn() {
  const options = await post("/sign-in/passkey/options", {});
  options.challenge = bytes(options.challenge);
  options.allowCredentials = [];
  const made = await navigator.credentials.get({ publicKey: options });
  const credential = JSON.stringify({
    id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: text(made.response.clientDataJSON), authenticatorData: text(made.response.authenticatorData),
      signature: text(made.response.signature), userHandle: made.response.userHandle ? text(made.response.userHandle) : null,
    },
  });
  return post("/sign-in/passkey", { credential });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector(".status");
    status.textContent = "Your device asks you now.";
    try {
      const done = form.dataset.passkey === "add" ? await create(form) : await signIn();
      location.assign(done.to);
    } catch (error) {
      status.textContent = error.name === "NotAllowedError" ? "Nothing was done: the device was not asked to the end." : error.message;
    }
  });
}
