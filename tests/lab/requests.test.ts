import { describe, expect, it } from 'vitest'
import { openCluster, runScript } from '../../src/headless/run.ts'
import { type Cluster, latestTraces } from '../../src/sim/index.ts'

interface Ran {
  readonly cluster: Cluster
  /** What each line printed, by the line; the last time that it was run. */
  readonly out: ReadonlyMap<string, string>
  readonly all: readonly string[]
}

async function play(
  text: string,
  files: Readonly<Record<string, string>> = {},
  lab = 'book',
): Promise<Ran> {
  const cluster = openCluster({ lab, profile: undefined, seed: 11 })
  const entries = Object.entries(files).map(([path, content]) => [
    `/lab/${path}`,
    () => new TextEncoder().encode(content),
  ])
  const out = new Map<string, string>()
  const all: string[] = []
  for await (const { line, stdout, stderr } of runScript(cluster, {
    text,
    files: Object.fromEntries(entries),
  })) {
    out.set(line, stdout + stderr)
    all.push(stdout + stderr)
  }
  return { cluster, out, all }
}

const lines = (text: string | undefined): readonly string[] => (text ?? '').trim().split('\n')

describe('the lab’s exercises that ask something', () => {
  it('E6: the server of a pod tells its version, before and after an update', async () => {
    const ask =
      'curl -I --silent $(kubectl get pods -o jsonpath={.items[0].status.podIP}) | grep Server'
    const { all } = await play(`kubectl create deployment rollout-nginx --image=nginx:1.15.12
kubectl rollout status deployment rollout-nginx
lab settle
${ask}
kubectl set image deployment rollout-nginx nginx=nginx:1.16.0
kubectl rollout status deployment rollout-nginx
lab settle
${ask}
`)
    expect(all[3]?.trim()).toBe('Server: nginx/1.15.12')
    expect(all[7]?.trim()).toBe('Server: nginx/1.16.0')
  })

  it('E7: any machine answers on the node port, and answers rotate; the label decides', async () => {
    const loop = 'for i in 1 2 3 4 5 6 7 8 9 10; do curl -s 192.168.1.103:30000; done | sort -u'
    const ports = '[{"name":"http","port":80,"targetPort":80,"nodePort":30000}]'
    const spec = `{"selector":{"app":"np-pods"},"ports":${ports},"type":"NodePort"}`
    const body = `{"apiVersion":"v1","kind":"Service","metadata":{"name":"np-svc"},"spec":${spec}}`
    const { out, all } = await play(
      `kubectl create deployment np-pods --image=sysnet4admin/echo-hname
kubectl create -f nodeport.json
lab settle
curl 192.168.1.101:30000
curl 192.168.1.103:30000
kubectl scale deployment np-pods --replicas=3
lab settle
${loop}
kubectl get pods -o name
kubectl patch service np-svc -p '{"spec":{"selector":{"app":"other"}}}'
lab settle
curl 192.168.1.102:30000
lab trace
lab trace service default/np-svc
`,
      { 'nodeport.json': body },
    )
    expect(out.get('curl 192.168.1.101:30000')).toMatch(/^np-pods-\w+-\w{5}\n$/)
    expect(out.get('curl 192.168.1.103:30000')).toBe(out.get('curl 192.168.1.101:30000'))
    const pods = lines(out.get('kubectl get pods -o name')).map((one) => one.replace('pod/', ''))
    expect(lines(out.get(loop))).toEqual([...pods].sort())
    expect(all.at(-3)).toBe(
      'curl: (7) Failed to connect to 192.168.1.102 port 30000 after 0 ms: Could not connect to server\n',
    )
    expect(lines(all.at(-2))).toEqual([
      'client     outside        somebody outside asks 192.168.1.102:30000',
      'arp        w2-k8s         w2-k8s has the address 192.168.1.102',
      'kube-proxy w2-k8s         NodePort of Service np-svc port 80: no endpoints, refused',
    ])
    expect(all.at(-1)).toBe('13 requests, 1 failures\n')
  })

  it('E9: one machine answers for the address, all pods answer the requests', async () => {
    const loop = 'for i in 1 2 3 4 5 6 7 8 9 10; do curl -s 192.168.1.11; done | sort -u | wc -l'
    const { out, all, cluster } = await play(
      `kubectl create deployment lb-hname-pods --image=sysnet4admin/echo-hname
kubectl scale deployment lb-hname-pods --replicas=3
kubectl rollout status deployment lb-hname-pods
kubectl expose deployment lb-hname-pods --type=LoadBalancer --name=lb-hname-svc --port=80
lab settle
${loop}
lab trace
kubectl delete service lb-hname-svc
lab settle
curl -m 5 192.168.1.11
`,
      {},
      'book-metallb',
    )
    expect(out.get(loop)?.trim()).toBe('3')
    const machines = latestTraces(cluster).flatMap(({ hops }) =>
      hops.filter(({ actor }) => actor === 'arp').map(({ where }) => where),
    )
    expect(new Set(machines.slice(0, 10)).size).toBe(1)
    expect(lines(out.get('lab trace'))[1]).toMatch(/^arp +(w\d-k8s) +\1 announces 192\.168\.1\.11$/)
    expect(all.at(-1)).toContain(
      'curl: (7) Failed to connect to 192.168.1.11 port 80 after 3060 ms',
    )
  })

  it('a lab without pods for the proxy and the names has both all the same', async () => {
    const { all } = await play(
      `kubectl create deployment web --image=sysnet4admin/echo-hname
kubectl expose deployment web --port=80
kubectl run bb --image=busybox:1.28 -- sleep 3600
kubectl wait --for=condition=Ready pod/bb
kubectl rollout status deployment web
lab settle
kubectl exec bb -- wget -qO- web.default
kubectl exec bb -- nslookup kubernetes.default
`,
      {},
      'plain',
    )
    expect(all[6]).toMatch(/^web-/)
    expect(all[7]).toBe(
      'Server:    10.96.0.10\nAddress 1: 10.96.0.10\n\nName:      kubernetes.default\nAddress 1: 10.96.0.1 kubernetes.default.svc.cluster.local\n',
    )
  })

  it('E13: a request leaves a line in the audit log on the share, which other pods read', async () => {
    const volume = (name: string, spec: string) =>
      `{"apiVersion":"v1","kind":"${name}","metadata":{"name":"nfs"},"spec":${spec}}`
    const { all, out } = await play(
      `kubectl apply -f pod.json
kubectl wait --for=condition=Ready pod/nfs --timeout=60s
kubectl run reader --image=busybox -- sleep 3600
kubectl wait --for=condition=Ready pod/reader
kubectl expose pod nfs --port=80 --name=audit --labels=x=y --selector=app=nfs
lab settle
kubectl exec reader -- wget -qO- audit
kubectl exec reader -- wget -qO- audit
kubectl exec nfs -- cat /audit/audit_nfs.log
`,
      {
        'pod.json': volume(
          'Pod',
          '{"containers":[{"name":"c","image":"sysnet4admin/audit-trail","volumeMounts":[{"name":"v","mountPath":"/audit"}]}],"volumes":[{"name":"v","nfs":{"server":"192.168.1.10","path":"/nfs_shared"}}]}',
        ).replace('"name":"nfs"}', '"name":"nfs","labels":{"app":"nfs"}}'),
      },
    )
    expect(out.get('kubectl exec reader -- wget -qO- audit')).toMatch(
      /^pod_n: nfs \| ip_dest: 172\.16\.\d+\.\d+\n$/,
    )
    const log = lines(all.at(-1))
    expect(log).toHaveLength(2)
    expect(log[0]).toMatch(/^\d\d\/Mar\/2021:\S+ \+0000 {2}172\.16\.\d+\.\d+ {2}GET$/)
  })

  it('E16: names of a StatefulSet’s pods, only with the Service that it names', async () => {
    const template =
      '{"metadata":{"labels":{"app":"sts"}},"spec":{"containers":[{"name":"c","image":"sysnet4admin/echo-hname"}]}}'
    const sts = `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"sts"},"spec":{"replicas":2,"serviceName":"NAME","selector":{"matchLabels":{"app":"sts"}},"template":${template}}}`
    const look = 'kubectl exec bb -- nslookup sts-0.sts-svc-domain.default.svc.cluster.local'
    const { all } = await play(
      `kubectl run bb --image=busybox -- sleep 3600
kubectl apply -f sts.json
kubectl create service clusterip sts-svc-domain --clusterip=None
kubectl patch service sts-svc-domain -p '{"spec":{"selector":{"app":"sts"}}}'
lab settle
${look}
kubectl delete statefulset sts
sed -i s/NAME/sts-svc-domain/ sts.json
lab settle
kubectl apply -f sts.json
lab settle
${look}
kubectl get pod sts-0 -o jsonpath={.status.podIP}
`.replace(
        'kubectl apply -f sts.json\nkubectl create',
        'sed s/NAME/sts/ sts.json > first.json\nkubectl apply -f first.json\nkubectl create',
      ),
      { 'sts.json': sts },
    )
    expect(all[6]).toContain(
      "** server can't find sts-0.sts-svc-domain.default.svc.cluster.local: NXDOMAIN",
    )
    expect(all[12]).toContain(`Address: ${all[13]?.trim()}\n`)
  })

  it('what curl, wget and ping say of each way to fail, and the time that passes', async () => {
    const { all } = await play(`kubectl run bb --image=busybox -- sleep 3600
kubectl wait --for=condition=Ready pod/bb
kubectl create service clusterip empty --tcp=80
lab settle
kubectl exec bb -- wget -qO- empty
kubectl exec bb -- wget -T 2 -qO- 10.96.200.200
curl -s 10.96.200.200 -m 5; echo $?
curl -sS -m 5 10.96.200.200; echo $?
curl -s -o /dev/null -w '%{http_code}' 192.168.1.101:31234; echo " $?"
curl nothing.here; echo $?
kubectl exec bb -- ping -c 2 -W 1 10.96.0.1
curl -s https://10.96.0.1; echo $?
lab trace
curl -sk -o /dev/null -w '%{http_code}' https://10.96.0.1
`)
    expect(all.slice(4)).toEqual([
      "wget: can't connect to remote host (" +
        `${/\((\S+)\)/.exec(all[4] ?? '')?.[1]}): Connection refused\ncommand terminated with exit code 1\n`,
      'wget: download timed out\ncommand terminated with exit code 1\n',
      '28\n',
      '28\ncurl: (28) Connection timed out after 5000 milliseconds\n',
      '000 7\n',
      '6\ncurl: (6) Could not resolve host: nothing.here\n',
      expect.stringContaining('2 packets transmitted, 0 packets received, 100% packet loss'),
      '60\n',
      expect.stringContaining('shows a certificate that the client does not know'),
      '403',
    ])
  })
})
