/** Who acts in a cluster, and the places of the stage; three sentences each, a line each. */
export const actorsEn = {
  apiserver:
    'The API server is the door of the cluster: every request goes through it, and everybody else talks only to it.\nIt checks who asks and whether the object is valid, then stores it and numbers the change.\nWhoever watches a kind hears of each change, and that is how all others know what to do.',
  scheduler:
    'The scheduler picks a node for every pod that has none.\nFirst it leaves out the nodes that cannot take the pod, then it gives the rest a score.\nIts only act is a Binding: the kubelet of the chosen node does the rest, and if nothing fits the pod waits.',
  manager:
    'The controller manager is one program in which many controllers run.\nEach watches some kinds, compares what is with what is wanted, and writes what is missing.\nHere each one has a lamp: press it to stop that controller and see what then no longer happens.',
  kubelet:
    'The kubelet is the agent on each node.\nIt watches for pods bound to its node, has the images pulled, starts the containers and probes them.\nIt reports how the pods are, and it renews a Lease to say that the node is alive.',
  'kube-proxy':
    'kube-proxy runs on each node and makes the addresses of Services work there.\nIt watches Services and EndpointSlices and writes rules into the network of the machine.\nThe packets themselves do not pass through it: the kernel follows the rules.',
  user: 'This is you, outside of the cluster.\nEverything you do is sent to the API server as a request.\nYou write down what you want, and the controllers make it so.',
  deployment:
    'The Deployment controller makes a ReplicaSet for each version of a pod template.\nIn a rollout it scales the new one up and the old one down, within the limits that you set.\nStop it, and changes to Deployments have no effect, but ReplicaSets go on.',
  replicaset:
    'The ReplicaSet controller counts the pods of each ReplicaSet.\nIf there are too few it makes some, if there are too many it deletes some.\nStop it, and deleted pods are not replaced any more.',
  replicationcontroller:
    'This controller counts the pods of each ReplicationController.\nIt makes what is missing and deletes what is too much.\nIt works like the ReplicaSet controller, for the older kind.',
  statefulset:
    'The StatefulSet controller makes pods with fixed names and a claim for each.\nUnless told otherwise it goes one by one, in order, and waits until each is ready.\nStop it, and a StatefulSet neither grows nor heals.',
  daemonset:
    'The DaemonSet controller sees to it that each fitting node has its pod.\nIt makes a pod for each of these nodes, tied to it by node affinity, and the scheduler binds it.\nStop it, and new nodes stay without these pods.',
  job: 'The Job controller makes the pods of each Job and counts those that end well or fail.\nIt starts new ones until enough have succeeded or too many have failed.\nStop it, and Jobs never come to an end.',
  cronjob:
    'The CronJob controller looks at the clock and makes a Job when its time has come.\nIt also deletes old finished Jobs beyond the number to be kept.\nStop it, and nothing is started on schedule.',
  'ttl-after-finished':
    'This controller deletes finished Jobs after the time they say themselves.\nJobs without ttlSecondsAfterFinished are left alone.\nWith a Job its pods and their logs go too.',
  endpoints:
    'The Endpoints controller writes the addresses of selected pods into one object per Service.\nIt stays for programs that still read Endpoints.\nEndpointSlices have taken its place.',
  endpointslice:
    'The EndpointSlice controller looks which pods each Service selects and which of them are ready.\nIt writes their addresses into EndpointSlices.\nStop it, and Services go on sending to pods that are gone.',
  endpointslicemirroring:
    'This controller copies Endpoints that somebody wrote by hand into EndpointSlices.\nIt does so for Services without a selector, whose addresses nobody else looks after.\nStop it, and such a Service does not hear of new addresses.',
  horizontalpodautoscaling:
    'This controller reads metrics now and then, by default every 15 seconds.\nFrom them it works out how many replicas are needed, and changes the scale of the target.\nStop it, and the number of replicas stays as it is.',
  disruption:
    'The disruption controller counts how many pods of each PodDisruptionBudget are healthy.\nIt writes down how many may be evicted just now.\nThe API server reads that number when somebody asks for an eviction.',
  namespace:
    'The namespace controller clears namespaces that are being deleted.\nIt deletes all objects inside, then takes off the finalizer so that the namespace can go.\nStop it, and a deleted namespace stays in Terminating.',
  serviceaccount:
    'This controller gives each namespace its ServiceAccount called default.\nIf somebody deletes it, it is made again.\nWithout it no pod that relies on that account can be created in a new namespace.',
  'root-ca-cert-publisher':
    'This controller puts the certificate of the cluster into a ConfigMap in each namespace.\nIts name is kube-root-ca.crt, and it is mounted into pods.\nWith it programs can check that they really talk to their API server.',
  'garbage-collector':
    'The garbage collector deletes objects whose owner no longer exists.\nDelete a Deployment, and it clears away its ReplicaSets, then their pods.\nStop it, and what a deleted owner has made stays.',
  'pod-garbage-collector':
    'This controller deletes pods that nobody else would clear away.\nThose are pods on nodes that no longer exist, and finished ones if there are very many.\nStop it, and pods of a removed node stay on the list.',
  'pv-binder':
    'The volume binder brings claims and volumes together.\nIt looks for a volume with the right class, size and access, and writes each name into the other.\nStop it, and new claims stay Pending.',
  traffic:
    'Traffic is whoever outside asks something of the pods: people, browsers, other programs. It is not part of Kubernetes.\nWhat it asks of a workload is shared by the pods that are ready, and costs them CPU.\nGive a workload load from its menu, or with lab load in the terminal.',
  'external-provisioner':
    'The provisioner makes a new volume when a claim asks for one of its class.\nIt is not part of Kubernetes itself: it belongs to a storage system and runs beside it.\nStop it, and claims of its classes wait.',
  'pvc-protection':
    'This controller keeps a claim from vanishing while a pod still uses it.\nIt holds a finalizer on the claim and takes it off when the last such pod has gone.\nUntil then a deleted claim is shown as Terminating.',
  'pv-protection':
    'This controller keeps a volume from vanishing while a claim is bound to it.\nIt holds a finalizer on the volume and takes it off when the claim is gone.\nUntil then a deleted volume is shown as Terminating.',
  'ephemeral-volume':
    'This controller makes the claim of a volume that lives as long as its pod.\nThe pod carries the template of the claim, and owns it: when the pod goes, the claim goes with it.\nStop it, and new pods with such volumes stay Pending.',
  'volume-expand':
    'This controller starts the work when a claim asks for more room than it has.\nThe class must allow it; the storage then grows, and after that the file system.\nA claim can never be made smaller.',
  attachdetach:
    'The attach-detach controller decides which volume has to be attached to which node.\nIt writes VolumeAttachments for pods that are bound, and removes them when the pods have gone.\nStorage that needs no attaching, such as NFS, does without it.',
  'external-attacher':
    'The attacher brings a disk to the node that a VolumeAttachment names, and takes it away again.\nIt is a sidecar of the storage driver and works only while its pod runs.\nStop it, and pods with such disks wait for them.',
  'external-resizer':
    'The resizer makes a volume larger when its claim asks for more.\nIt is a sidecar of the storage driver; the file system is then grown by the kubelet of the node.\nStop it, and claims keep the size they have.',
  'volume-manager':
    'Each kubelet has a volume manager that mounts what the pods of its node need.\nIt says which volumes are in use there, so that nobody takes them away, and which drivers the node has.\nIt also grows the file system of a volume that has become larger.',
  'node-lifecycle':
    'The node controller watches the heartbeats of the nodes.\nIf they stay away it marks the node as Unknown and puts taints on it.\nStop it, and a dead node still looks Ready.',
  'taint-eviction':
    'This controller deletes pods from nodes with a NoExecute taint that they do not tolerate.\nPods may say for how many seconds they tolerate it, by default 300 for a node that is not ready.\nStop it, and pods on a failed node are not replaced elsewhere.',
  'event-ttl':
    'Here this lamp clears away old Events.\nIn a real cluster the store itself forgets them, by default after one hour.\nOtherwise the list of Events would grow without end.',
  resourcequota:
    'This controller adds up what each namespace uses and writes it into its ResourceQuota.\nThe API server itself refuses what would go over the limit.\nAfter deletions it is this controller that gives the room back.',
  'clusterrole-aggregation':
    'This controller keeps ClusterRoles that are the sum of others up to date.\nThe roles admin, edit and view are made like this: they take in every role with a certain label.\nThat is how an addition can extend them with its own kinds.',
  'metallb-controller':
    'The MetalLB controller gives an address to each Service of type LoadBalancer.\nIt takes it from a pool that you have set up.\nIt is an addition for clusters without a cloud, not part of Kubernetes.',
  'metallb-speaker':
    'A MetalLB speaker runs on each node.\nFor each address one of them answers in the network: "that is me".\nIf its node fails, another speaker takes the address over.',
  controller:
    'A controller watches objects, compares what is with what is wanted, and acts on the difference.\nIt writes only to the API server and never talks to other controllers.\nPress its lamp to stop it, and see what then no longer happens.',
} as const
