"use strict";
// British National Grid from WGS84, to about 5 metres: Ordnance Survey, A guide to coordinate
// systems in Great Britain (2020), sections 6.2 and 6.6 and annexes B and C. A Helmert
// transformation turns WGS84 into OSGB36; a transverse Mercator projection makes metres of it.

const WGS84 = { a: 6378137, b: 6356752.314245 };
const AIRY_1830 = { a: 6377563.396, b: 6356256.909 };
const TO_OSGB36 = { x: -446.448, y: 125.157, z: -542.06, scale: 20.4894e-6, turnX: -0.1502, turnY: -0.247, turnZ: -0.8421 };
const ORIGIN = { lat: (49 * Math.PI) / 180, lon: (-2 * Math.PI) / 180, easting: 400000, northing: -100000, scale: 0.9996012717 };

function squaredEccentricity({ a, b }) {
  return (a * a - b * b) / (a * a);
}

function toCartesian(lat, lon, ellipsoid) {
  const e2 = squaredEccentricity(ellipsoid);
  const normal = ellipsoid.a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  return { x: normal * Math.cos(lat) * Math.cos(lon), y: normal * Math.cos(lat) * Math.sin(lon), z: normal * (1 - e2) * Math.sin(lat) };
}

function toAngles({ x, y, z }, ellipsoid) {
  const e2 = squaredEccentricity(ellipsoid);
  const across = Math.hypot(x, y);
  let lat = Math.atan2(z, across * (1 - e2));
  for (let i = 0; i < 6; i += 1) {
    const normal = ellipsoid.a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
    lat = Math.atan2(z + e2 * normal * Math.sin(lat), across);
  }
  return { lat, lon: Math.atan2(y, x) };
}

function helmert({ x, y, z }) {
  const seconds = Math.PI / 648000;
  const [rx, ry, rz] = [TO_OSGB36.turnX * seconds, TO_OSGB36.turnY * seconds, TO_OSGB36.turnZ * seconds];
  const s = 1 + TO_OSGB36.scale;
  return {
    x: TO_OSGB36.x + s * x - rz * y + ry * z,
    y: TO_OSGB36.y + rz * x + s * y - rx * z,
    z: TO_OSGB36.z - ry * x + rx * y + s * z,
  };
}

function meridianArc(lat) {
  const { a, b } = AIRY_1830;
  const n = (a - b) / (a + b);
  const minus = lat - ORIGIN.lat;
  const plus = lat + ORIGIN.lat;
  return b * ORIGIN.scale * (
    (1 + n + (5 / 4) * n ** 2 + (5 / 4) * n ** 3) * minus
    - (3 * n + 3 * n ** 2 + (21 / 8) * n ** 3) * Math.sin(minus) * Math.cos(plus)
    + ((15 / 8) * n ** 2 + (15 / 8) * n ** 3) * Math.sin(2 * minus) * Math.cos(2 * plus)
    - (35 / 24) * n ** 3 * Math.sin(3 * minus) * Math.cos(3 * plus)
  );
}

// The guide's own names for the terms: annex C.1.
function project({ lat, lon }) {
  const e2 = squaredEccentricity(AIRY_1830);
  const sine = Math.sin(lat);
  const cosine = Math.cos(lat);
  const t2 = Math.tan(lat) ** 2;
  const nu = AIRY_1830.a * ORIGIN.scale / Math.sqrt(1 - e2 * sine ** 2);
  const rho = AIRY_1830.a * ORIGIN.scale * (1 - e2) * (1 - e2 * sine ** 2) ** -1.5;
  const eta2 = nu / rho - 1;
  const II = (nu / 2) * sine * cosine;
  const III = (nu / 24) * sine * cosine ** 3 * (5 - t2 + 9 * eta2);
  const IIIA = (nu / 720) * sine * cosine ** 5 * (61 - 58 * t2 + t2 ** 2);
  const IV = nu * cosine;
  const V = (nu / 6) * cosine ** 3 * (nu / rho - t2);
  const VI = (nu / 120) * cosine ** 5 * (5 - 18 * t2 + t2 ** 2 + 14 * eta2 - 58 * t2 * eta2);
  const p = lon - ORIGIN.lon;
  return {
    easting: ORIGIN.easting + IV * p + V * p ** 3 + VI * p ** 5,
    northing: ORIGIN.northing + meridianArc(lat) + II * p ** 2 + III * p ** 4 + IIIA * p ** 6,
  };
}

// Degrees (WGS84) in, metres (EPSG:27700) out.
function gridOf(lat, lon) {
  const cartesian = toCartesian((lat * Math.PI) / 180, (lon * Math.PI) / 180, WGS84);
  return project(toAngles(helmert(cartesian), AIRY_1830));
}

// `SK 3560 3620`: the 100 km square's letters and 10 m figures; empty outside the grid.
function gridReference({ easting, northing }) {
  const e = Math.floor(easting / 100000);
  const n = Math.floor(northing / 100000);
  if (!(e >= 0 && e <= 6 && n >= 0 && n <= 12)) return "";
  const letter = (index) => String.fromCharCode(65 + index + (index > 7 ? 1 : 0));
  const first = (19 - n) - ((19 - n) % 5) + Math.floor((e + 10) / 5);
  const second = (((19 - n) * 5) % 25) + (e % 5);
  const figures = (metres) => String(Math.floor((metres % 100000) / 10)).padStart(4, "0");
  return `${letter(first)}${letter(second)} ${figures(easting)} ${figures(northing)}`;
}
