{{/*
The content of the Secret, as lines of YAML. What nobody gave is taken from the Secret that the release has, else it is
generated. It is made once per render and remembered: made twice, the checksum would be that of another value, and the
next upgrade would roll every pod.
*/}}
{{- define "todo-app.secretData" -}}
{{- if not (hasKey .Values "secretData") -}}
{{- $namespace := include "todo-app.namespace" . -}}
{{- $made := get (lookup "v1" "Secret" $namespace "todo-secrets") "data" | default dict -}}
{{- /* A list, even an empty one, is something only where there is a cluster. Helm itself lists Secrets. */ -}}
{{- $onCluster := not (empty (lookup "v1" "Secret" $namespace "")) -}}
{{- /* A render without a cluster gets words that the services refuse, so that nobody runs with them. */ -}}
{{- $data := dict "DATABASE_URL" .Values.database.url "JWT_SECRET" .Values.secrets.jwtSecret -}}
{{- if not $data.JWT_SECRET -}}
{{- $generated := ternary (randAlphaNum 48) "generated-by-install" $onCluster -}}
{{- $_ := set $data "JWT_SECRET" (get $made "JWT_SECRET" | b64dec | default $generated) -}}
{{- end -}}
{{- if include "todo-app.ownDatabase" . -}}
{{- $generated := ternary (randAlphaNum 32) "" $onCluster -}}
{{- $password := get $made "POSTGRES_PASSWORD" | b64dec | default $generated -}}
{{- $_ := set $data "POSTGRES_PASSWORD" $password -}}
{{- $_ := set $data "DATABASE_URL" (ternary (printf "postgres://todo:%s@postgres:5432/todo" $password) "generated-by-install" (ne $password "")) -}}
{{- end -}}
{{- with .Values.database.directUrl }}{{ $_ := set $data "DATABASE_DIRECT_URL" . }}{{ end -}}
{{- with .Values.secrets.jwtSecretPrevious }}{{ $_ := set $data "JWT_SECRET_PREVIOUS" . }}{{ end -}}
{{- with .Values.secrets.openaiApiKey }}{{ $_ := set $data "OPENAI_API_KEY" . }}{{ end -}}
{{- $lines := list -}}
{{- range $name, $value := $data }}{{ $lines = append $lines (printf "%s: %s" $name ($value | b64enc | quote)) }}{{ end -}}
{{- $_ := set .Values "secretData" (join "\n" $lines) -}}
{{- end -}}
{{ .Values.secretData }}
{{- end }}
