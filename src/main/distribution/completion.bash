# Generated: drawbridge completion bash. To be sourced by bash or zsh.
if [ -n "${ZSH_VERSION-}" ]; then
  autoload -U +X compinit && compinit
  autoload -U +X bashcompinit && bashcompinit
fi
_drawbridge() {
  local words
  if [ "$COMP_CWORD" -le 1 ]; then
    words='check plan run report status approve retry break-glass completion'
  else
    case ${COMP_WORDS[1]} in
      check) words='--applied --config-map --destructive --dialect --filename --format --help --history-schema --image --migration --scripts --undo' ;;
      plan) words='--config-map --context --database-file --database-url --filename --help --image --kubeconfig --migration --namespace --output --password-stdin --scripts' ;;
      run) words='--config-map --database-file --database-url --filename --help --image --local-tools --migration --output --password-stdin --scripts --without-backup' ;;
      report) words='--context --help --kubeconfig --namespace --output' ;;
      status) words='--all-namespaces --context --help --kubeconfig --namespace --output' ;;
      approve) words='--context --digest --help --kubeconfig --namespace --role --yes' ;;
      retry) words='--context --help --kubeconfig --namespace --yes' ;;
      break-glass) words='--context --help --kubeconfig --namespace --reason --undo --yes' ;;
      completion) words='--help' ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _drawbridge drawbridge kubectl-drawbridge
