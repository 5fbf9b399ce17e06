{{/*
What `fix` may change in one kind of object: a policy, and the namespace that it holds in. Both are the cluster's, so their
name ends with the namespace.
  root         $
  what         of the name
  group, version, resource   of what is changed
  validations  as YAML; variables.now and variables.before are the object
*/}}
{{- define "todo-app.fixPolicy" -}}
{{- $namespace := include "todo-app.namespace" .root -}}
{{- $name := printf "fix-%s.%s" .what $namespace -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: {{ $name }}
  labels:
    {{- include "todo-app.labels" (dict "root" .root "name" "fix") | nindent 4 }}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [{{ .group }}]
        apiVersions: [{{ .version }}]
        operations: [UPDATE]
        resources: [{{ .resource }}]
  # Nobody else is held by it.
  matchConditions:
    - name: by-fix
      expression: request.userInfo.username == 'system:serviceaccount:' + request.namespace + ':fix'
  variables:
    - name: now
      expression: dyn(object)
    - name: before
      expression: dyn(oldObject)
  validations:
    {{- .validations | trim | nindent 4 }}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "todo-app.labels" (dict "root" .root "name" "fix") | nindent 4 }}
spec:
  policyName: {{ $name }}
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchLabels:
        kubernetes.io/metadata.name: {{ $namespace }}
{{- end }}

{{/* CEL: a part of the object is what it was, but for some of its keys. (dict "part" "spec" "but" (list "replicas")) */}}
{{- define "todo-app.unchanged" -}}
{{- $now := printf "variables.now.%s" .part -}}
{{- $before := printf "variables.before.%s" .part -}}
{{ include "todo-app.same" (dict "now" $now "before" $before "but" .but) }}
{{- end }}

{{/* CEL: two maps are the same, but for some keys. (dict "now" "c" "before" "d" "but" (list "image")) */}}
{{- define "todo-app.same" -}}
{{- $but := "" -}}
{{- with .but }}{{ $but = printf "k in ['%s'] || " (join "', '" .) }}{{ end -}}
{{ .now }}.all(k, {{ $but }}k in {{ .before }} && {{ .now }}[k] == {{ .before }}[k]) &&
{{ .before }}.all(k, {{ $but }}k in {{ .now }})
{{- end }}
