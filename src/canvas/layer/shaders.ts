/** One quad per machine or card; the picture inside is worked out per pixel from the states in a texture. */
export const MACHINE_VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec4 place;
layout(location = 1) in vec4 heat;
uniform vec4 view;
uniform vec2 room;
uniform vec2 side;
flat out vec4 vHeat;
flat out ivec2 vCells;
out vec2 vAt;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vAt = corner * side;
  vHeat = heat;
  vCells = ivec2(place.zw);
  vec2 screen = (place.xy + vAt) * view.z + view.xy;
  gl_Position = vec4(screen.x / room.x * 2.0 - 1.0, 1.0 - screen.y / room.y * 2.0, 0.0, 1.0);
}`

export const MACHINE_FRAGMENT = `#version 300 es
precision highp float;
precision highp usampler2D;
precision mediump sampler2DArray;
flat in vec4 vHeat;
flat in ivec2 vCells;
in vec2 vAt;
uniform vec4 view;
uniform vec2 side;
uniform vec2 body;
uniform vec4 grids[8];
uniform float gaps[8];
uniform vec3 tones[7];
uniform vec3 grounds[7];
uniform vec3 card;
uniform vec3 line;
uniform float heatShare;
uniform usampler2D states;
uniform sampler2DArray shapes;
out vec4 colour;

float box(vec2 at, vec2 half_, float round_) {
  vec2 d = abs(at) - half_ + round_;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - round_;
}

/* Small tiles have no room for a sign: each state cuts its own piece out instead. */
vec3 small(int code, vec2 n, vec3 ink, vec3 ground) {
  vec2 m = abs(n - 0.5);
  if (code == 2) return n.x + n.y > 1.0 ? ground : ink;
  if (code == 3) return max(m.x, m.y) < 0.27 ? ground : ink;
  if (code == 5) return m.y < 0.17 ? ground : ink;
  if (code == 6) return max(m.x, m.y) > 0.25 ? ground : ink;
  return ink;
}

vec3 tile(int state, vec2 at, vec2 size, float px) {
  int code = state & 7;
  /* What is not the lens's concern has no colour. */
  bool faint = state > 7;
  vec3 ink = faint ? line : tones[code];
  vec3 ground = faint ? card : grounds[code];
  float height = size.y * view.z;
  vec3 plain = code == 1 ? mix(ground, ink, 0.62) : ink;
  vec3 tiny = height < 4.0 ? plain : small(code, at / size, plain, ground);
  float sign_ = smoothstep(9.0, 12.0, height);
  if (sign_ == 0.0) return tiny;
  float edge = box(at - size * 0.5, size * 0.5, min(6.0, size.y * 0.25));
  vec3 large = edge > -1.6 * max(px, 0.7) ? mix(ground, ink, code == 1 ? 0.5 : 1.0) : ground;
  float sideLength = min(size.y * 0.66, 18.0);
  vec2 centre = size.x > size.y * 1.8 ? vec2(size.y * 0.5, size.y * 0.5) : size * 0.5;
  vec2 uv = (at - centre) / sideLength + 0.5;
  if (all(greaterThan(uv, vec2(0.0))) && all(lessThan(uv, vec2(1.0))))
    large = mix(large, ink, texture(shapes, vec3(uv, float(code))).r);
  return mix(tiny, large, sign_);
}

vec3 pods(vec3 under, float px) {
  vec4 grid = grids[vCells.y];
  vec2 size = grid.zw;
  vec2 pitch = size + gaps[vCells.y];
  vec2 at = vAt - body;
  vec2 cell = floor(at / pitch);
  if (any(lessThan(cell, vec2(0.0))) || any(greaterThanEqual(cell, grid.xy))) return under;
  vec2 inside = at - cell * pitch;
  int slot = int(cell.y * grid.x + cell.x) + vCells.x;
  int code = int(texelFetch(states, ivec2(slot & 2047, slot >> 11), 0).r);
  if (code == 0) return under;
  /* How much of the pixel is tile: gaps narrower than a pixel must not come and go. */
  vec2 lo = inside - 0.5 * px;
  vec2 hi = inside + 0.5 * px;
  vec2 on = min(hi, size) - max(lo, 0.0) + max(vec2(0.0), hi - pitch) + max(vec2(0.0), size - pitch - lo);
  vec2 share = clamp(on / px, 0.0, 1.0);
  return mix(under, tile(code, min(inside, size), size, px), share.x * share.y);
}

void main() {
  float px = 1.0 / view.z;
  float edge = box(vAt - side * 0.5, side * 0.5, 14.0);
  float cover = 1.0 - smoothstep(-px, 0.0, edge);
  int node = int(vHeat.w);
  vec3 border = node == 4 ? tones[4] : node == 3 ? tones[3] : line;
  vec3 base = edge > -max(2.0, 1.9 * px) && heatShare < 1.0 ? border : card;
  vec3 single = pods(base, px);
  vec3 warm = mix(card, tones[1], 0.12 + 0.48 * vHeat.x);
  warm = mix(warm, tones[2], vHeat.y * 0.85);
  warm = mix(warm, tones[4], min(1.0, vHeat.z * 0.9));
  if (node == 4) warm = mix(grounds[4], tones[4], 0.75);
  else if (node == 3) warm = mix(warm, tones[3], 0.45);
  colour = vec4(mix(single, warm, heatShare) * cover, cover);
}`

/** Plain cards: whatever stands on the stage besides machines. */
export const CARD_VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec4 place;
uniform vec4 view;
uniform vec2 room;
out vec2 vAt;
flat out vec2 vSide;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vSide = place.zw;
  vAt = corner * vSide;
  vec2 screen = (place.xy + vAt) * view.z + view.xy;
  gl_Position = vec4(screen.x / room.x * 2.0 - 1.0, 1.0 - screen.y / room.y * 2.0, 0.0, 1.0);
}`

export const CARD_FRAGMENT = `#version 300 es
precision highp float;
in vec2 vAt;
flat in vec2 vSide;
uniform vec4 view;
uniform vec3 card;
uniform vec3 line;
out vec4 colour;
void main() {
  float px = 1.0 / view.z;
  vec2 d = abs(vAt - vSide * 0.5) - vSide * 0.5 + 12.0;
  float edge = length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - 12.0;
  float cover = 1.0 - smoothstep(-px, 0.0, edge);
  colour = vec4((edge > -max(2.0, 1.9 * px) ? line : card) * cover, cover);
}`

/** A triangle with a dark rim, of the same size on the screen however far away. */
export const MARK_VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec2 middle;
uniform vec4 view;
uniform vec2 room;
uniform float size;
out vec2 vAt;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vAt = corner;
  vec2 screen = middle * view.z + view.xy + (corner - 0.5) * size;
  gl_Position = vec4(screen.x / room.x * 2.0 - 1.0, 1.0 - screen.y / room.y * 2.0, 0.0, 1.0);
}`

export const MARK_FRAGMENT = `#version 300 es
precision highp float;
in vec2 vAt;
uniform vec3 ink;
uniform vec3 rim;
uniform float size;
out vec4 colour;
void main() {
  float px = 1.0 / size;
  float slope = (2.0 * abs(vAt.x - 0.5) - (vAt.y - 0.04)) * 0.4472;
  float d = max(vAt.y - 0.94, slope);
  float cover = 1.0 - smoothstep(0.0, px, d);
  float inner = 1.0 - smoothstep(0.0, px, d + 1.6 * px);
  colour = vec4(mix(rim, ink, inner) * cover, cover);
}`
