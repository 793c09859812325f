/** A YAML package's complaint, with the character it points at. */
export interface Complaint {
  readonly code: string
  readonly message: string
  readonly offset: number
}

/** A block collection that was open where the complaint points, outermost first. */
export interface OpenBlock {
  readonly kind: 'map' | 'seq'
  readonly offset: number
}

/** A problem in the words of Go's YAML parser, at a line counted its way (0 when it says none). */
interface Problem {
  readonly text: string
  readonly line: number
}

function lineAt(text: string, offset: number): number {
  let line = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

/** Scanner errors count lines from one; the context goes before the problem unless it is the first line. */
function scanner(text: string, context: number, problem = context): Problem {
  const line = context !== 0 ? context : problem
  return { text, line: line === 0 ? 0 : line + 1 }
}

/** Parser errors count lines from zero. */
function parser(text: string, context: number, problem: number): Problem {
  return { text, line: context !== 0 ? context : problem }
}

/** A line that fits no open collection: the innermost one it is not left of was waiting for its next entry. */
function misplaced(text: string, offset: number, open: readonly OpenBlock[]): Problem {
  const column = columnAt(text, offset)
  const block = open.findLast((one) => columnAt(text, one.offset) <= column)
  const line = lineAt(text, offset)
  const start = block ? lineAt(text, block.offset) : 0
  const wanted = block?.kind === 'seq' ? "'-' indicator" : 'key'
  return parser(`did not find expected ${wanted}`, start, line)
}

function tab(text: string, offset: number): Problem {
  const line = lineAt(text, offset)
  const before = text.slice(0, text.lastIndexOf('\n', offset - 1) + 1).trimEnd()
  if (before === '' || /[:\-?]$/.test(before)) {
    return scanner('found character that cannot start any token', line)
  }
  return scanner(
    'found a tab character that violates indentation',
    lineAt(text, before.length - 1),
    line,
  )
}

function nested(text: string, offset: number): Problem {
  const colon = /:(\s|$)/.exec(text.slice(offset))
  const line = lineAt(text, offset + (colon?.index ?? 0))
  return scanner('mapping values are not allowed in this context', line)
}

function flow(complaint: Complaint, text: string, start: number): Problem {
  const end = complaint.message.includes('sequence') ? ']' : '}'
  const problem = lineAt(text, complaint.offset)
  return parser(`did not find expected ',' or '${end}'`, lineAt(text, start), problem)
}

type Rule = (
  complaint: Complaint,
  text: string,
  open: readonly OpenBlock[],
  start: number,
) => Problem

const RULES: Readonly<Record<string, Rule>> = {
  TAB_AS_INDENT: ({ offset }, text) => tab(text, offset),
  BAD_SCALAR_START: ({ offset }, text) =>
    scanner('found character that cannot start any token', lineAt(text, offset)),
  BAD_DQ_ESCAPE: ({ offset }, text, _, start) =>
    scanner('found unknown escape character', lineAt(text, start), lineAt(text, offset)),
  BAD_ALIAS: ({ offset }, text) =>
    scanner('did not find expected alphabetic or numeric character', lineAt(text, offset)),
  MULTILINE_IMPLICIT_KEY: ({ offset }, text) =>
    scanner("could not find expected ':'", lineAt(text, offset), lineAt(text, offset) + 1),
  BLOCK_AS_IMPLICIT_KEY: ({ message, offset }, text, open) =>
    message.includes('compact') ? nested(text, offset) : misplaced(text, offset, open),
  BAD_INDENT: (complaint, text, open, start) =>
    complaint.message.startsWith('Flow')
      ? flow(complaint, text, start)
      : misplaced(text, complaint.offset, open),
  MISSING_CHAR: (complaint, text, _, start) => {
    const { message, offset } = complaint
    if (message.includes('quote')) {
      return scanner('found unexpected end of stream', lineAt(text, start), lineAt(text, offset))
    }
    if (message.includes('flow')) return flow(complaint, text, start)
    if (message.startsWith('Block collection')) return nested(text, offset)
    return scanner("could not find expected ':'", lineAt(text, offset), lineAt(text, offset) + 1)
  },
  UNEXPECTED_TOKEN: ({ message, offset }, text, open) => {
    const line = lineAt(text, offset)
    if (message.includes('header')) {
      return scanner('did not find expected comment or line break', line)
    }
    if (message.includes('flow')) return parser('did not find expected node content', line, line)
    if (open.length === 0) return parser('did not find expected <document start>', line, line)
    return misplaced(text, offset, open)
  },
}

/** What Go's parser would say of a broken document, such as `line 4: did not find expected key`. */
// k8s: go.yaml.in/yaml/v2 parser.fail (1.36)
export function goYamlError(
  complaint: Complaint,
  text: string,
  open: readonly OpenBlock[],
  start: number,
): string {
  const rule = RULES[complaint.code]
  const problem = rule
    ? rule(complaint, text, open, start)
    : misplaced(text, complaint.offset, open)
  return problem.line === 0 ? problem.text : `line ${problem.line}: ${problem.text}`
}
