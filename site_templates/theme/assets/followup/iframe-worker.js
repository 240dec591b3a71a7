// Search from a file: a browser starts no worker on a page that was opened from a folder, so the worker's script runs in
// a hidden frame. A frame without an address keeps the policy of its page, which allows the script and nothing else.
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  const load = (frame, address) =>
    new Promise((resolve, reject) => {
      const script = frame.document.createElement("script");
      script.onload = resolve;
      script.onerror = reject;
      script.src = address;
      frame.document.body.append(script);
    });

  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      this.element = document.createElement("iframe");
      this.element.hidden = true;
      document.body.append(this.element);
      this.frame = this.element.contentWindow;
      this.frame.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.frame.importScripts = async (...addresses) => {
        for (const one of addresses) await load(this.frame, one);
      };
      this.ready = load(this.frame, String(address));
    }

    async postMessage(data) {
      await this.ready;
      this.frame.dispatchEvent(new MessageEvent("message", { data }));
    }

    terminate() {
      this.element.remove();
    }
  }

  // Material's search looks for its languages beside the script where it finds this name.
  window.IFrameWorker = window.Worker = FrameWorker;
})();
