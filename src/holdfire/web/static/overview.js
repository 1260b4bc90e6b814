// The interactive map, fetched only when somebody asks for it: the page itself stays small and works without it.
const box = document.getElementById("map");
const button = box?.querySelector("button.load");
if (button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/static/vendor/maplibre-gl.css";
    document.head.append(style);
    const { Map, NavigationControl, Popup, setWorkerUrl } = await import("/static/vendor/maplibre-gl.mjs");
    setWorkerUrl?.("/static/vendor/maplibre-gl-worker.mjs");
    button.remove();
    const [west, south, east, north] = JSON.parse(box.dataset.box);
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
    const here = location.origin;
    const map = new Map({
      container: box,
      bounds: [[west, south], [east, north]],
      attributionControl: false,
      style: {
        version: 8,
        sources: {
          incidents: { type: "vector", tiles: [here + box.dataset.tiles], maxzoom: 12 },
          lines: { type: "geojson", data: here + box.dataset.lines },
        },
        layers: [
          { id: "ground", type: "background", paint: { "background-color": paper } },
          { id: "lines", type: "line", source: "lines", paint: { "line-color": ink, "line-width": 1.5, "line-dasharray": [4, 2] } },
          { id: "incidents", type: "circle", source: "incidents", "source-layer": "incidents",
            paint: { "circle-color": ink, "circle-opacity": 0.55, "circle-stroke-color": ink, "circle-stroke-width": 1,
              "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 5, 30, 26] } },
        ],
      },
    });
    map.addControl(new NavigationControl({ showCompass: false }));
    map.on("click", "incidents", (event) => {
      const words = event.features[0].properties;
      const text = document.createElement("p");
      if (words.incident_id) {
        const a = document.createElement("a");
        a.href = "/incidents/" + encodeURIComponent(words.incident_id) + (box.dataset.known ? "?known=" + encodeURIComponent(box.dataset.known) : "");
        a.textContent = words.incident_id;
        text.append(a);
      } else {
        text.textContent = `${words.n} incidents, ${words.first_day} to ${words.last_day}`;
      }
      new Popup().setLngLat(event.lngLat).setDOMContent(text).addTo(map);
    });
  });
}
