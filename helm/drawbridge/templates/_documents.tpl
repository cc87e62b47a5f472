{{/*
The documents of a generated file, as this release needs them: in its namespace, with its
labels, for its namespaces. Takes a root, a file and, for webhooks, the caBundle.
*/}}
{{- define "drawbridge.documents" -}}
{{- $root := .root -}}
{{- $caBundle := .caBundle -}}
{{- range $text := regexSplit "(?m)^---\n" ($root.Files.Get .file) -1 -}}
{{- $object := include "drawbridge.placed" (dict "root" $root "text" $text) | fromYaml -}}
{{- range $object.webhooks -}}
{{- $_ := unset .clientConfig "caBundle" -}}
{{- if $caBundle -}}{{- $_ := set .clientConfig "caBundle" $caBundle -}}{{- end -}}
{{- end -}}
{{- if not $object -}}
{{- else if not $root.Values.namespaces }}
---
{{ toYaml $object }}
{{- else }}
{{- include "drawbridge.narrowed" (dict "namespaces" $root.Values.namespaces "object" $object) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The files are for the namespace drawbridge, and write it in every form that there is. */}}
{{- define "drawbridge.placed" -}}
{{- $namespace := .root.Release.Namespace -}}
{{- $user := printf "system:serviceaccount:%s:drawbridge" $namespace -}}
{{- $text := .text | replace "system:serviceaccount:drawbridge:drawbridge" $user -}}
{{- $text = regexReplaceAll "namespace: drawbridge\\b" $text (printf "namespace: %q" $namespace) -}}
{{- $text = $text | replace "inject-ca-from: drawbridge/" (printf "inject-ca-from: %s/" $namespace) -}}
{{- $object := fromYaml $text -}}
{{- if $object -}}
{{- $labels := fromYaml (include "drawbridge.labels" .root) -}}
{{- $_ := set $object.metadata "labels" (merge $labels ($object.metadata.labels | default dict)) -}}
{{- $annotations := merge ($object.metadata.annotations | default dict) .root.Values.commonAnnotations -}}
{{- if $annotations -}}{{- $_ := set $object.metadata "annotations" $annotations -}}{{- end -}}
{{- toYaml $object -}}
{{- end -}}
{{- end }}

{{/* For named namespaces: rights become those of each, and policies look only there. */}}
{{- define "drawbridge.narrowed" -}}
{{- $object := .object -}}
{{- if hasPrefix "ClusterRole" $object.kind -}}
{{- range .namespaces -}}
{{- $_ := set $object.metadata "namespace" . }}
---
{{ toYaml $object | replace "kind: ClusterRole" "kind: Role" }}
{{- end -}}
{{- else -}}
{{- if hasSuffix "AdmissionPolicyBinding" $object.kind -}}
{{- $named := dict "key" "kubernetes.io/metadata.name" "operator" "In" "values" .namespaces -}}
{{- $_ := set $object.spec "matchResources" (dict "namespaceSelector" (dict "matchExpressions" (list $named))) -}}
{{- end }}
---
{{ toYaml $object }}
{{- end -}}
{{- end }}
