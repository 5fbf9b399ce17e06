import { parseAllDocuments } from 'yaml';
import { renderChart } from '../../render.js';

/** The parts of Kubernetes objects that the tests look at. */
export interface Probe {
  httpGet?: { path: string; port: string };
  periodSeconds: number;
  timeoutSeconds: number;
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef: SecretKey } }[];
  envFrom?: { configMapRef: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  resources: Record<'requests' | 'limits', Record<string, string | number>>;
  securityContext: object;
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
  lifecycle?: { preStop: { sleep: { seconds: number } } };
  volumeMounts: { name: string; mountPath: string }[];
}

interface SecretKey {
  name: string;
  key: string;
  optional?: boolean;
}

export interface PodSpec {
  serviceAccountName: string;
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  securityContext: object;
  terminationGracePeriodSeconds: number;
  topologySpreadConstraints: { whenUnsatisfiable: string; matchLabelKeys: string[] }[];
  initContainers?: Container[];
  containers: [Container, ...Container[]];
  volumes: { name: string; emptyDir?: { sizeLimit: string } }[];
}

interface Metadata {
  name: string;
  namespace?: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
}

interface Kinds {
  Deployment: {
    spec: {
      replicas?: number;
      strategy: { type: string; rollingUpdate?: { maxSurge: number; maxUnavailable: number } };
      selector: { matchLabels: Record<string, string> };
      template: { metadata: Metadata; spec: PodSpec };
    };
  };
  Service: {
    spec: {
      type: string;
      selector: Record<string, string>;
      ports: { name: string; port: number; targetPort: string; nodePort?: number }[];
    };
  };
  ConfigMap: { data: Record<string, string> };
  Secret: { data?: Record<string, string> };
  HorizontalPodAutoscaler: {
    spec: {
      minReplicas: number;
      maxReplicas: number;
      metrics: { resource: { name: string; target: { averageUtilization: number } } }[];
    };
  };
  PodDisruptionBudget: { spec: { maxUnavailable: number; unhealthyPodEvictionPolicy: string } };
  NetworkPolicy: { spec: NetworkPolicySpec };
  ServiceAccount: { automountServiceAccountToken: boolean };
  Role: { rules: Rule[] };
  RoleBinding: {
    roleRef: { kind: string; name: string };
    subjects: { kind: string; name: string; namespace: string }[];
  };
  ValidatingAdmissionPolicy: object;
  ValidatingAdmissionPolicyBinding: { spec: { matchResources: object } };
  Namespace: object;
  Pod: { spec: PodSpec };
}

export interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

export interface NetworkPolicySpec {
  podSelector: object;
  policyTypes: string[];
  ingress?: { from?: object[]; ports?: { port: number }[] }[];
  egress?: { to?: object[]; ports?: { port: number }[] }[];
}

export type KubernetesObject<Kind extends string = string> = {
  apiVersion: string;
  kind: Kind;
  metadata: Metadata;
} & (Kind extends keyof Kinds ? Kinds[Kind] : object);

export const parseObjects = (yaml: string): KubernetesObject[] =>
  parseAllDocuments(yaml).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return (document.toJS() as KubernetesObject | null) ?? [];
  });

/** The objects of a render, and how to find one of them. */
export const renderObjects = (options: Parameters<typeof renderChart>[0] = {}) => {
  const objects = parseObjects(renderChart(options));
  const ofKind = <Kind extends keyof Kinds>(kind: Kind) =>
    objects.filter((object): object is KubernetesObject<Kind> => object.kind === kind);
  return {
    objects,
    ofKind,
    find: <Kind extends keyof Kinds>(kind: Kind, name: string): KubernetesObject<Kind> => {
      const found = ofKind(kind).find(({ metadata }) => metadata.name === name);
      if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
      return found;
    },
  };
};

/** Every pod of a render, with the object that it is in. */
export const podsOf = (objects: KubernetesObject[]): { name: string; spec: PodSpec }[] =>
  objects.flatMap((object) => {
    const { kind, metadata } = object;
    if (kind === 'Pod') return { name: metadata.name, spec: (object as KubernetesObject<'Pod'>).spec };
    if (kind !== 'Deployment') return [];
    return { name: metadata.name, spec: (object as KubernetesObject<'Deployment'>).spec.template.spec };
  });

export const containersOf = ({ initContainers = [], containers }: PodSpec): Container[] => [
  ...initContainers,
  ...containers,
];
