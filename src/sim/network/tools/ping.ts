import { httpRequest, lastOf, readOptions, secondsOf, type Tool, wrong } from './client.ts'

const USUAL = 3
const EVERY = 1000

/** ping as BusyBox has it; without a count it ends after three echoes, as nobody interrupts it here. */
export const ping: Tool = function* (client, args) {
  const options = readOptions(args, { valued: 'cWwi', names: {} })
  const [host] = options.words
  if (host === undefined) return wrong('ping: missing host operand\n')
  const count = Number(lastOf(options, 'c') ?? USUAL)
  const wait = secondsOf(lastOf(options, 'W')) ?? EVERY
  const url = { host, port: 0, path: '', tls: false }
  let out = ''
  let back = 0
  for (let sequence = 0; sequence < count; sequence++) {
    const { outcome } = yield* client.ask(
      httpRequest(client.from, url, { what: 'ping', timeout: wait }),
    )
    if (outcome.type === 'records' || outcome.ip === '')
      return wrong(`ping: bad address '${host}'\n`)
    const answered = outcome.type === 'answered'
    back += answered ? 1 : 0
    out += lines(host, outcome.ip, sequence, answered)
    if (sequence < count - 1 || !answered) yield { sleep: Math.max(EVERY, wait) }
  }
  return { out: out + statistics(host, count, back), err: '', code: back > 0 ? 0 : 1 }
}

function lines(host: string, ip: string, sequence: number, answered: boolean): string {
  const first = sequence === 0 ? `PING ${host} (${ip}): 56 data bytes\n` : ''
  return answered ? `${first}64 bytes from ${ip}: seq=${sequence} ttl=64 time=0.100 ms\n` : first
}

function statistics(host: string, count: number, back: number): string {
  const loss = Math.round(((count - back) / count) * 100)
  const sum = `${count} packets transmitted, ${back} packets received, ${loss}% packet loss\n`
  const times = back > 0 ? 'round-trip min/avg/max = 0.100/0.100/0.100 ms\n' : ''
  return `\n--- ${host} ping statistics ---\n${sum}${times}`
}
