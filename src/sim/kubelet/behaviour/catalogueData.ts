import { TROUBLE } from './catalogueMore.ts'
import { files, type ImageFacts, MIB, server, tool } from './imageRows.ts'

const NGINX_LINES = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
]
const NGINX_PAGE =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n'

const NGINX_VERSIONS = {
  '1.7': 12,
  '1.8': 1,
  '1.9': 15,
  '1.10': 3,
  '1.11': 13,
  '1.12': 2,
  '1.13': 12,
  '1.14': 2,
  '1.15': 12,
  '1.16': 1,
  '1.17': 10,
  '1.18': 0,
  '1.19': 10,
  '1.20': 2,
  '1.21': 6,
  '1.22': 1,
  '1.23': 4,
  '1.24': 0,
  '1.25': 5,
  '1.26': 3,
  '1.27': 5,
  '1.28': 3,
  '1.29': 8,
  '1.30': 2,
  '1.31': 1,
} as const

const MYSQL_NEEDS = [
  'MYSQL_ROOT_PASSWORD',
  'MYSQL_ALLOW_EMPTY_PASSWORD',
  'MYSQL_RANDOM_ROOT_PASSWORD',
]
const MYSQL_TEXT =
  '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD'
const POSTGRES_TEXT =
  'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser.'

const LISTED: Readonly<Record<string, ImageFacts>> = {
  'library/nginx': server(72.3, [80], 100, {
    lines: NGINX_LINES,
    ...files('/usr/share/nginx/html', NGINX_PAGE, 'nginx'),
    versions: NGINX_VERSIONS,
  }),
  'library/httpd': server(56.2, [80], 300, {
    lines: ["AH00094: Command line: 'httpd -D FOREGROUND'"],
    ...files(
      '/usr/local/apache2/htdocs',
      '<html><body><h1>It works!</h1></body></html>\n',
      'Apache/2.4',
    ),
    newest: 2,
  }),
  'library/redis': server(45.4, [6379], 200, {
    lines: ['* Ready to accept connections tcp'],
    newest: 8,
    ensemble: 'redis',
    milliCpu: 2,
  }),
  'library/memcached': server(31, [11211], 100, { newest: 1 }),
  'library/mysql': server(240, [3306, 33060], 12_000, {
    needs: MYSQL_NEEDS,
    needsText: MYSQL_TEXT,
    memory: 360 * MIB,
    stopFor: 1500,
    lines: ['[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections.'],
    newest: 9,
    ensemble: 'mysql',
    milliCpu: 8,
  }),
  'library/mariadb': server(118, [3306], 8000, {
    needs: [
      ...MYSQL_NEEDS,
      'MARIADB_ROOT_PASSWORD',
      'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
      'MARIADB_RANDOM_ROOT_PASSWORD',
    ],
    needsText: MYSQL_TEXT,
    memory: 90 * MIB,
    stopFor: 1000,
    newest: 12,
  }),
  'library/postgres': server(157, [5432], 4000, {
    needs: ['POSTGRES_PASSWORD', 'POSTGRES_HOST_AUTH_METHOD'],
    needsText: POSTGRES_TEXT,
    memory: 30 * MIB,
    stopFor: 500,
    lines: ['LOG:  database system is ready to accept connections'],
    newest: 18,
    ensemble: 'postgres',
    milliCpu: 3,
  }),
  'library/mongo': server(280, [27017], 3000, {
    memory: 150 * MIB,
    stopFor: 800,
    newest: 8,
    ensemble: 'mongo',
    milliCpu: 10,
    lines: [
      '{"s":"I","c":"NETWORK","id":23016,"ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}',
    ],
  }),
  'library/rabbitmq': server(105, [5672, 15672], 9000, {
    memory: 110 * MIB,
    stopFor: 3000,
    newest: 4,
  }),
  'library/zookeeper': server(110, [2181, 8080], 3000, {
    memory: 90 * MIB,
    stopFor: 500,
    newest: 3,
    ensemble: 'zookeeper',
    milliCpu: 3,
    lines: [
      'INFO  [main:QuorumPeerConfig] - Reading configuration from: /conf/zoo.cfg',
      'INFO  [main:NIOServerCnxnFactory] - binding to port 0.0.0.0/0.0.0.0:2181',
    ],
  }),
  'library/cassandra': server(160, [9042], 45_000, {
    memory: 900 * MIB,
    stopFor: 4000,
    newest: 5,
    ensemble: 'cassandra',
    milliCpu: 20,
    lines: ['INFO  [main] CassandraDaemon.java:629 - Startup complete'],
  }),
  'library/elasticsearch': server(650, [9200], 25_000, {
    memory: 1024 * MIB,
    stopFor: 3000,
    newest: 9,
  }),
  'library/kibana': server(480, [5601], 30_000, { memory: 500 * MIB, stopFor: 1000, newest: 9 }),
  'library/haproxy': server(42, [], 200, { newest: 3 }),
  'library/traefik': server(48, [80, 8080], 500, { newest: 3 }),
  'library/caddy': server(19, [80], 200, { newest: 2 }),
  'library/tomcat': server(180, [8080], 4000, { memory: 120 * MIB, newest: 11 }),
  'library/jenkins': server(300, [8080], 20_000, { memory: 400 * MIB, newest: 2 }),
  'library/wordpress': server(225, [80], 2000, { memory: 40 * MIB, newest: 6 }),
  'library/registry': server(10, [5000], 200, { newest: 3 }),
  'library/influxdb': server(90, [8086], 2000, { memory: 60 * MIB, newest: 3 }),
  'library/consul': server(55, [8500], 1500, { newest: 1 }),
  'library/vault': server(80, [8200], 1500, { newest: 1 }),
  'library/nats': server(6, [4222, 8222], 200, { newest: 2 }),
  'library/busybox': tool(2.2, 1, { bash: false }),
  'library/alpine': tool(3.6, 3, { bash: false }),
  'library/ubuntu': tool(29.7, 26),
  'library/debian': tool(49, 13),
  'library/centos': tool(83, 8),
  'library/fedora': tool(70, 43),
  'library/rockylinux': tool(65, 10),
  'library/amazonlinux': tool(52, 2),
  'library/bash': tool(6, 5),
  'library/perl': tool(340, 5),
  'library/python': tool(370, 3),
  'library/node': tool(400, 25),
  'library/golang': tool(300, 1),
  'library/ruby': tool(370, 4),
  'library/openjdk': tool(230, 24),
  'library/eclipse-temurin': tool(210, 25),
  'library/php': tool(170, 8),
  'library/rust': tool(550, 1),
  'library/gcc': tool(500, 15),
  'library/maven': tool(250, 3),
  'library/docker': tool(130, 29),
  'library/hello-world': tool(0.01, 0),
  'library/fluentd': server(90, [24224], 2000, { newest: 1 }),
  'sysnet4admin/echo-hname': server(56, [80, 443], 200, {
    newest: 9,
    body: '{host}\n',
    server: 'nginx',
  }),
  'sysnet4admin/echo-ip': server(56, [80, 443], 200, {
    newest: 9,
    body: 'request_method : GET | ip_dest: {ip}\n',
    server: 'nginx',
  }),
  'sysnet4admin/audit-trail': server(56, [80], 200, {
    newest: 9,
    body: 'pod_n: {host} | ip_dest: {ip}\n',
    server: 'nginx',
  }),
  'calico/cni': tool(60, 3),
  'calico/node': server(70, [9099], 1500, { newest: 9 }),
  'metallb/controller': server(14, [7472], 500, { newest: 0, bare: true }),
  'metallb/speaker': server(16, [7472], 500, { newest: 0, bare: true }),
  'hashicorp/http-echo': server(2.5, [5678], 100, { newest: 1, bare: true, body: 'hello-world\n' }),
  'kennethreitz/httpbin': server(195, [80], 1000, { newest: 0 }),
  'traefik/whoami': server(3, [80], 100, { newest: 1, bare: true }),
  'stefanprodan/podinfo': server(25, [9898, 9797], 500, { newest: 6 }),
  'polinux/stress': tool(4, 1),
  'progrium/stress': tool(30, 1),
  'vish/stress': tool(2, 1, { bare: true }),
  'curlimages/curl': tool(10, 8, { bash: false }),
  'bitnami/kubectl': tool(60, 1),
}

/** By repository path on Docker Hub. */
export const HUB: Readonly<Record<string, ImageFacts>> = { ...LISTED, ...TROUBLE }

/** Accounts on Docker Hub of which every repository is taken to exist. */
export const HUB_ACCOUNTS: ReadonlySet<string> = new Set([
  'sysnet4admin',
  'metallb',
  'calico',
  'bitnami',
  'bitnamilegacy',
  'grafana',
  'prom',
  'jenkins',
  'rancher',
  'istio',
  'kubernetesui',
  'nginxinc',
  'nginxdemos',
  'hashicorp',
  'curlimages',
  'fluent',
  'openebs',
  'portainer',
  'rook',
  'argoproj',
  'coredns',
  'flannel',
  'cilium',
  'envoyproxy',
  'datadog',
  'elastic',
  'otel',
  'longhornio',
  'mysql',
  'weaveworks',
  'weaveworksdemos',
  'wurstmeister',
  'confluentinc',
  'apache',
  'minio',
  'gitlab',
  'sonatype',
  'linuxserver',
])

/** Hosts that answer; of all but Docker Hub every repository is taken to exist. */
export const HOSTS: ReadonlySet<string> = new Set([
  'docker.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'us-docker.pkg.dev',
  'quay.io',
  'ghcr.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'docker.elastic.co',
  'nvcr.io',
  'registry.gitlab.com',
  'index.docker.io',
])

/** Of repositories that exist but are not listed. */
export const ANY_SERVER: ImageFacts = server(40, [80, 443, 3000, 5000, 8000, 8080, 8443, 9090], 500)
/** The sandbox's own image. */
export const PAUSE: ImageFacts = server(0.3, [], 0)
