import { type Board, HEAT_SIZE, PLACE_SIZE } from './board.ts'
import { gridsOf } from './cells.ts'
import { BAD, CODE_COUNT } from './codes.ts'
import { allMarks, type Mark, markPx, podPxOf } from './marks.ts'
import { heatShare, type Painter, type Picture } from './painter.ts'
import type { Colour, Palette } from './palette.ts'
import {
  CARD_FRAGMENT,
  CARD_VERTEX,
  MACHINE_FRAGMENT,
  MACHINE_VERTEX,
  MARK_FRAGMENT,
  MARK_VERTEX,
} from './shaders.ts'
import { SHAPE_SIDE, shapePlanes } from './shapes.ts'

const TEXTURE_WIDTH = 2048
const GRIDS = 8

type Gl = WebGL2RenderingContext

function compile(gl: Gl, kind: number, source: string): WebGLShader {
  const shader = gl.createShader(kind)
  if (!shader) throw new Error('no shader')
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  return shader
}

interface Program {
  readonly program: WebGLProgram
  at(name: string): WebGLUniformLocation | null
}

function link(gl: Gl, vertex: string, fragment: string): Program {
  const program = gl.createProgram()
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, vertex))
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, fragment))
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(gl.getProgramInfoLog(program) ?? 'the shaders do not link')
  const known = new Map<string, WebGLUniformLocation | null>()
  return {
    program,
    at(name) {
      if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name))
      return known.get(name) ?? null
    },
  }
}

function activate(gl: Gl, { program }: Program): void {
  // By name the linter would take it for a hook of React.
  Reflect.apply(gl.useProgram, gl, [program])
}

/** A buffer of numbers per instance. */
function stream(gl: Gl, location: number, size: number): WebGLBuffer {
  const buffer = gl.createBuffer()
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.enableVertexAttribArray(location)
  gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0)
  gl.vertexAttribDivisor(location, 1)
  return buffer
}

function fill(gl: Gl, buffer: WebGLBuffer, data: Float32Array): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW)
}

function shapeTexture(gl: Gl): void {
  gl.activeTexture(gl.TEXTURE1)
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, gl.createTexture())
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
  gl.texImage3D(
    gl.TEXTURE_2D_ARRAY,
    0,
    gl.R8,
    SHAPE_SIDE,
    SHAPE_SIDE,
    CODE_COUNT,
    0,
    gl.RED,
    gl.UNSIGNED_BYTE,
    shapePlanes(),
  )
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR)
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
  gl.generateMipmap(gl.TEXTURE_2D_ARRAY)
}

function unit([red, green, blue]: Colour): [number, number, number] {
  return [red / 255, green / 255, blue / 255]
}

/** The layer in WebGL2. Everything that moves is one uniform; everything that changes is one byte of a texture. */
class WebGlPainter implements Painter {
  readonly name = 'webgl'
  private readonly gl: Gl
  private readonly machines: Program
  private readonly cards: Program
  private readonly marks: Program
  private readonly arrays: readonly WebGLVertexArrayObject[]
  private readonly buffers: Record<'place' | 'heat' | 'card' | 'mark', WebGLBuffer>
  private rows = 0
  private version = -1
  private layoutVersion = -1
  private palette: Palette | undefined
  private cardCount = 0
  /** The signs that the buffer holds. */
  private filled: readonly Mark[] | undefined

  constructor(gl: Gl) {
    this.gl = gl
    this.machines = link(gl, MACHINE_VERTEX, MACHINE_FRAGMENT)
    this.cards = link(gl, CARD_VERTEX, CARD_FRAGMENT)
    this.marks = link(gl, MARK_VERTEX, MARK_FRAGMENT)
    const array = () => {
      const one = gl.createVertexArray()
      gl.bindVertexArray(one)
      return one
    }
    const first = array()
    const place = stream(gl, 0, PLACE_SIZE)
    const heat = stream(gl, 1, HEAT_SIZE)
    const second = array()
    const card = stream(gl, 0, 4)
    const third = array()
    const mark = stream(gl, 0, 2)
    this.arrays = [first, second, third]
    this.buffers = { place, heat, card, mark }
    shapeTexture(gl)
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  }

  private upload(board: Board): void {
    const { gl } = this
    if (this.version === board.version) return
    this.version = board.version
    const count = board.fields.length
    const rows = Math.max(1, Math.ceil(board.used / TEXTURE_WIDTH))
    const whole = rows * TEXTURE_WIDTH
    if (board.states.length < whole) {
      const larger = new Uint8Array(whole)
      larger.set(board.states)
      board.states = larger
    }
    gl.activeTexture(gl.TEXTURE0)
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
    const bytes = board.states.subarray(0, whole)
    const { RED_INTEGER: format, UNSIGNED_BYTE: type } = gl
    if (rows === this.rows)
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TEXTURE_WIDTH, rows, format, type, bytes)
    else gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, TEXTURE_WIDTH, rows, 0, format, type, bytes)
    this.rows = rows
    fill(gl, this.buffers.heat, board.heat.subarray(0, count * HEAT_SIZE))
    if (this.layoutVersion === board.layoutVersion) return
    this.layoutVersion = board.layoutVersion
    fill(gl, this.buffers.place, board.places.subarray(0, count * PLACE_SIZE))
    fill(
      gl,
      this.buffers.card,
      new Float32Array(board.cards.flatMap(({ x, y, width, height }) => [x, y, width, height])),
    )
    this.cardCount = board.cards.length
  }

  private see(program: Program, { view, ratio }: Picture): void {
    const { gl } = this
    activate(gl, program)
    gl.uniform4f(program.at('view'), view.x * ratio, view.y * ratio, view.zoom * ratio, 0)
    gl.uniform2f(program.at('room'), gl.drawingBufferWidth, gl.drawingBufferHeight)
  }

  private colours(palette: Palette): void {
    if (palette === this.palette) return
    this.palette = palette
    const { gl } = this
    for (const program of [this.machines, this.cards]) {
      activate(gl, program)
      gl.uniform3fv(program.at('card'), unit(palette.card))
      gl.uniform3fv(program.at('line'), unit(palette.line))
    }
    activate(gl, this.machines)
    gl.uniform1i(this.machines.at('states'), 0)
    gl.uniform1i(this.machines.at('shapes'), 1)
    gl.uniform3fv(this.machines.at('tones'), palette.tones.flatMap(unit))
    gl.uniform3fv(this.machines.at('grounds'), palette.grounds.flatMap(unit))
    activate(gl, this.marks)
    gl.uniform3fv(this.marks.at('ink'), unit(palette.tones[BAD] ?? palette.ink))
    gl.uniform3fv(this.marks.at('rim'), unit(palette.stage))
  }

  private paintMachines(board: Board, picture: Picture, heat: number): void {
    const { gl, machines } = this
    const { size } = board
    if (!size || board.fields.length === 0) return
    this.see(machines, picture)
    const grids = gridsOf(size).slice(0, GRIDS)
    gl.uniform2f(machines.at('side'), size.column, size.machine)
    gl.uniform2f(machines.at('body'), size.pad, size.bodyTop)
    gl.uniform4fv(
      machines.at('grids'),
      grids.flatMap(({ columns, rows, width, height }) => [columns, rows, width, height]),
    )
    gl.uniform1fv(
      machines.at('gaps'),
      grids.map(({ gap }) => gap),
    )
    gl.uniform1f(machines.at('heatShare'), heat)
    gl.bindVertexArray(this.arrays[0] ?? null)
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, board.fields.length)
  }

  private paintMarks(board: Board, picture: Picture, podPx: number): void {
    const marks = allMarks(board, podPx)
    if (marks.length === 0) return
    const { gl } = this
    if (marks !== this.filled)
      fill(gl, this.buffers.mark, new Float32Array(marks.flatMap(({ x, y }) => [x, y])))
    this.filled = marks
    this.see(this.marks, picture)
    gl.uniform1f(this.marks.at('size'), markPx(board, picture.view.zoom, podPx) * picture.ratio)
    gl.bindVertexArray(this.arrays[2] ?? null)
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, marks.length)
  }

  private confine({ only, ratio }: Picture): void {
    const { gl } = this
    if (!only) {
      gl.disable(gl.SCISSOR_TEST)
      return
    }
    gl.enable(gl.SCISSOR_TEST)
    // From the lower edge, as everything there.
    const below = gl.drawingBufferHeight - (only.y + only.height) * ratio
    gl.scissor(only.x * ratio, below, only.width * ratio, only.height * ratio)
  }

  paint(board: Board, palette: Palette, picture: Picture): void {
    const { gl } = this
    if (gl.isContextLost()) return
    const podPx = podPxOf(board, picture.view.zoom)
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight)
    this.confine(picture)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    this.upload(board)
    this.colours(palette)
    if (this.cardCount > 0) {
      this.see(this.cards, picture)
      gl.bindVertexArray(this.arrays[1] ?? null)
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.cardCount)
    }
    this.paintMachines(board, picture, heatShare(podPx))
    this.paintMarks(board, picture, podPx)
  }
}

/** WebGL2 where it is faster than drawing by hand: without a graphics card it is not, unless somebody insists. */
export function webGlPainter(canvas: HTMLCanvasElement, insist: boolean): Painter | undefined {
  const gl = canvas.getContext('webgl2', {
    antialias: false,
    depth: false,
    stencil: false,
    premultipliedAlpha: true,
    failIfMajorPerformanceCaveat: !insist,
  })
  if (!gl) return undefined
  try {
    return new WebGlPainter(gl)
  } catch {
    return undefined
  }
}
