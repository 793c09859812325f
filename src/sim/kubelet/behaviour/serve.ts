import type { Millis } from '../../time.ts'
import type { Container } from '../../types/index.ts'
import { FileTrouble, listPath, readPath } from '../exec/files.ts'
import type { Inside } from '../exec/inside.ts'
import { ANY_SERVER } from './catalogueData.ts'
import { standing } from './ensemble.ts'
import { imageFacts } from './facts.ts'
import type { ImageFacts } from './imageRows.ts'

/** An answer to a request. */
export interface Served {
  /** 0 when nobody listens. */
  readonly status: number
  readonly body: string
  readonly server: string
  readonly millis: Millis
  /** Answer to a word that is sent plainly, for servers that speak so. */
  readonly word?: (word: string) => string
}

const TLS_PORTS = new Set([443, 6443, 8443, 9443, 10250, 10257, 10259])
/** Whoever mounts something here configures the server anew: what it answers then is not known. */
const CONFIGURATION = /^\/etc\/nginx|^\/usr\/local\/apache2\/conf/
const NOBODY: Served = { status: 0, body: '', server: '', millis: 0 }

/** Whether the container listens on the port at all, once it is up. */
export function listens(facts: ImageFacts, container: Container, port: number): boolean {
  if (facts !== ANY_SERVER && !facts.tool) return facts.ports.includes(port)
  const declared = container.ports?.some((p) => p.containerPort === port) ?? false
  return declared || (facts === ANY_SERVER && facts.ports.includes(port))
}

export function speaksTls(port: number): boolean {
  return TLS_PORTS.has(port)
}

/** The page under a path: of the files of the web root where the image serves files, of the program elsewhere. */
function page(inside: Inside, facts: ImageFacts, path: string): Served {
  const server = facts.server ?? ''
  const found = (body: string): Served => ({ status: 200, body, server, millis: 1 })
  const asked = path.replace(/[?#].*$/, '')
  if (facts.body) {
    const { pod, ip } = inside
    return found(
      facts.body
        .replaceAll('{host}', pod.spec.hostname ?? pod.metadata.name)
        .replaceAll('{ip}', ip),
    )
  }
  if (facts.root === undefined) return found('')
  const file = `${facts.root}${asked}`.replace(/\/+$/, '')
  const text = readPath(inside, file) ?? readPath(inside, `${file}/index.html`)
  if (text !== undefined) return found(text)
  const configured = inside.container.volumeMounts?.some((one) => CONFIGURATION.test(one.mountPath))
  if (configured) return found('')
  const status = listPath(inside, file) ? 403 : 404
  const title = status === 403 ? '403 Forbidden' : '404 Not Found'
  return {
    ...found(
      `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`,
    ),
    status,
  }
}

/** What the container answers on the port at this moment. */
export function serve(inside: Inside, port: number, path: string, tls: boolean): Served {
  const { container, cluster, startedAt } = inside
  const facts = imageFacts(container.image)
  const age = cluster.now - startedAt
  if (!listens(facts, container, port) || age < facts.upAfter) return NOBODY
  const state = facts.ensemble && standing(inside)
  if (state)
    return { status: state.status(path), body: '', server: '', millis: 1, word: state.word }
  if (tls !== speaksTls(port) && facts.root !== undefined)
    return { ...NOBODY, status: 400, server: facts.server ?? '' }
  try {
    return page(inside, facts, path)
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error
    return error.hangs ? NOBODY : { ...NOBODY, status: 500, server: facts.server ?? '' }
  }
}
