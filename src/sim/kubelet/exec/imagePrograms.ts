import { parseImage } from '../behaviour/reference.ts'
import { curl, dig, nc, nslookup, ping, shortNslookup, wget } from './networkPrograms.ts'
import { failed, ok, type Program } from './program.ts'
import { statefulPrograms } from './statefulPrograms.ts'

type Programs = Readonly<Record<string, Program>>

const nginx: Program = function* ({ args }) {
  yield { sleep: 0 }
  if (args[0] === '-v') return { out: '', err: 'nginx version: nginx\n', code: 0 }
  if (args[0] === '-t')
    return {
      out: '',
      err: 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
      code: 0,
    }
  if (args[0] !== '-s')
    return failed('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n')
  const signal = { stop: 'TERM', quit: 'QUIT', reload: 'HUP' }[args[1] ?? ''] ?? ''
  if (signal === '') return failed(`nginx: invalid option: "-s ${args[1]}"\n`)
  yield { effect: { type: 'signal', signal } }
  return ok()
}

const BUSYBOX: Programs = { wget, nc, nslookup: shortNslookup, ping }
const CURL: Programs = { curl }
/** Images made for looking into a network. */
const TOOLBOX: Programs = { curl, wget, nc, nslookup, dig, ping }
const TOOLBOXES = /dnsutils|netshoot|net-?tools|network-multitool|agnhost/

/** Programs that an image has beside the usual ones. */
export function imagePrograms(image: string): Programs {
  const { path } = parseImage(image)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const own = statefulPrograms(name)
  if (own) return name === 'zookeeper' ? { ...own, nc } : own
  if (TOOLBOXES.test(name)) return TOOLBOX
  if (name === 'nginx' || path.startsWith('sysnet4admin/')) return { ...CURL, nginx }
  if (name === 'busybox' || name === 'alpine') return BUSYBOX
  if (name === 'curl') return { ...BUSYBOX, ...CURL }
  return NETWORKED.has(name) ? CURL : NONE
}

const NONE: Programs = {}
const NETWORKED = new Set([
  'httpd',
  'python',
  'node',
  'golang',
  'ruby',
  'php',
  'centos',
  'fedora',
  'rockylinux',
])
