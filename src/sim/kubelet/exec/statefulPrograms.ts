import { type Standing, standing } from '../behaviour/ensemble.ts'
import type { Finished } from './inside.ts'
import { failed, ok, type Program, type Run } from './program.ts'

type Programs = Readonly<Record<string, Program>>

/** A program that answers after a moment. */
const client = (answer: (run: Run) => Finished): Program =>
  function* (run) {
    yield { sleep: 5 }
    return answer(run)
  }

function isUp({ inside }: Run, after: number): boolean {
  return inside.cluster.now - inside.startedAt >= after
}

/** `INFO replication` and `ROLE`, of the primary and of a replica. */
function redisRole(state: Standing | undefined, verb: string): string {
  const follows = state !== undefined && state.role !== 'alone' && state.role !== 'leader'
  const others = (state?.members.filter((one) => one.up).length ?? 1) - 1
  if (!follows)
    return verb === 'role'
      ? 'master\n'
      : `# Replication\nrole:master\nconnected_slaves:${Math.max(0, others)}\n`
  const lost = state.leader === ''
  return verb === 'role'
    ? `slave\n${state.leader}\n6379\n${lost ? 'connect' : 'connected'}\n`
    : `# Replication\nrole:slave\nmaster_host:${state.leader}\nmaster_port:6379\nmaster_link_status:${lost ? 'down' : 'up'}\n`
}

const redisCli = client((run) => {
  const state = standing(run.inside)
  if (!isUp(run, 200))
    return failed('Could not connect to Redis at 127.0.0.1:6379: Connection refused\n')
  const words = run.args.filter(
    (arg, index) => !arg.startsWith('-') && !/^-[hpan]$/.test(run.args[index - 1] ?? ''),
  )
  const [verb = '', topic = 'replication'] = words.map((word) => word.toLowerCase())
  if (verb === 'ping') return ok('PONG\n')
  if (verb === 'role' || (verb === 'info' && topic === 'replication'))
    return ok(redisRole(state, verb))
  if (verb === 'set' && (state?.role === 'follower' || state?.role === 'lost'))
    return ok("READONLY You can't write against a read only replica.\n")
  return failed(`ERR unknown command '${verb}'\n`)
})

const zkServer = client((run) => {
  const state = standing(run.inside)
  const head = 'ZooKeeper JMX enabled by default\nUsing config: /conf/zoo.cfg\n'
  if (run.args[0] !== 'status') return failed('Usage: zkServer.sh status\n')
  if (!state || state.role === 'lost' || !isUp(run, 3000))
    return failed('Error contacting service. It is probably not running.\n', 1, head)
  const mode = state.role === 'alone' ? 'standalone' : state.role
  return ok(
    `${head}Client port found: 2181. Client address: localhost. Client SSL: false.\nMode: ${mode}\n`,
  )
})

const etcdctl = client((run) => {
  const state = standing(run.inside)
  const line = run.args.filter((arg) => !arg.startsWith('-')).join(' ')
  const lost = !state || state.role === 'lost'
  if (line.startsWith('member list'))
    return ok((state?.members ?? []).map((one) => `${one.pod.metadata.name}, started\n`).join(''))
  if (line.startsWith('endpoint health'))
    return lost
      ? failed(
          '127.0.0.1:2379 is unhealthy: failed to commit proposal: context deadline exceeded\n',
        )
      : ok('127.0.0.1:2379 is healthy: successfully committed proposal: took = 2ms\n')
  if (line.startsWith('endpoint status')) return ok(`127.0.0.1:2379, ${state?.role === 'leader'}\n`)
  return failed(`Error: unknown command "${line}" for "etcdctl"\n`)
})

const nodetool = client((run) => {
  const state = standing(run.inside)
  if (run.args[0] !== 'status' || !isUp(run, 45_000))
    return failed(
      "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.\n",
    )
  const rows = (state?.members ?? []).map(
    ({ pod, up }) =>
      `${up ? 'UN' : 'DN'}  ${(pod.status.podIP ?? '?').padEnd(15)}  ${pod.metadata.name}\n`,
  )
  return ok(
    `Datacenter: datacenter1\n=======================\nStatus=Up/Down\n|/ State=Normal/Leaving/Joining/Moving\n${rows.join('')}`,
  )
})

const mongosh = client((run) => {
  const state = standing(run.inside)
  const line = run.args.join(' ')
  const primary = state?.role === 'alone' || state?.role === 'leader'
  if (!isUp(run, 3000)) return failed('MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017\n')
  if (/ping/.test(line)) return ok('{ ok: 1 }\n')
  if (/isWritablePrimary|isMaster|ismaster|hello/.test(line)) return ok(`${primary}\n`)
  if (/rs\.status/.test(line))
    return ok(
      (state?.members ?? [])
        .map(
          ({ pod, up }) =>
            `${pod.metadata.name}: ${!up ? '(not reachable/healthy)' : pod.metadata.name === state?.leader ? 'PRIMARY' : 'SECONDARY'}\n`,
        )
        .join(''),
    )
  return failed(`orrery: this mongosh knows ping, hello and rs.status\n`)
})

const mysqladmin = client((run) =>
  isUp(run, 12_000)
    ? ok('mysqld is alive\n')
    : failed(
        "mysqladmin: connect to server at 'localhost' failed\nerror: 'Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)'\n",
      ),
)

const pgIsReady = client((run) =>
  isUp(run, 4000)
    ? ok('/var/run/postgresql:5432 - accepting connections\n')
    : failed('/var/run/postgresql:5432 - no response\n', 2),
)

const psql = client((run) => {
  if (!isUp(run, 4000))
    return failed(
      'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed\n',
      2,
    )
  const state = standing(run.inside)
  const follows = state?.role === 'follower' || state?.role === 'lost'
  const line = run.args.join(' ')
  if (/pg_is_in_recovery/.test(line))
    return ok(` pg_is_in_recovery \n-------------------\n ${follows ? 't' : 'f'}\n(1 row)\n`)
  if (/select\s+1/i.test(line)) return ok(' ?column? \n----------\n        1\n(1 row)\n')
  return failed('orrery: this psql knows select 1 and pg_is_in_recovery()\n')
})

const BY_NAME: Readonly<Record<string, Programs>> = {
  redis: { 'redis-cli': redisCli },
  zookeeper: { 'zkServer.sh': zkServer },
  etcd: { etcdctl },
  cassandra: { nodetool },
  mongo: { mongosh, mongo: mongosh },
  mysql: { mysqladmin },
  mariadb: { mysqladmin },
  postgres: { pg_isready: pgIsReady, psql },
}

/** Programs of the stateful images, by the last part of the image's path. */
export function statefulPrograms(name: string): Programs | undefined {
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined
}
