package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlRemark;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a remark in a script allows: {@code -- drawbridge: allow drop-table its rows were moved in
 * V6}.
 *
 * @param problem why it allows nothing; null if it does
 */
record Allowance(@Nullable Rule rule, int line, String why, @Nullable String problem) {

  private static final Pattern FORM = Pattern.compile("allow\\s+(\\S+)(?:\\s+(.*))?");

  static Allowance of(SqlRemark remark) {
    var found = FORM.matcher(remark.text());
    if (!found.matches()) {
      return wrong(remark, "This is not understood: write -- drawbridge: allow <rule> <why>.");
    }
    var id = found.group(1);
    var why = found.group(2) == null ? "" : found.group(2).strip();
    var rule = Rule.of(id);
    if (rule.isEmpty()) {
      return wrong(
          remark, "There is no rule %s: write the word that the finding shows.".formatted(id));
    }
    if (!rule.get().mayBeAllowed()) {
      return wrong(remark, "The rule %s cannot be allowed: correct the script.".formatted(id));
    }
    return why.isEmpty()
        ? wrong(remark, "It does not say why: write -- drawbridge: allow %s <why>.".formatted(id))
        : new Allowance(rule.get(), remark.line(), why, null);
  }

  private static Allowance wrong(SqlRemark remark, String problem) {
    return new Allowance(null, remark.line(), "", problem);
  }
}
