package dev.drawbridge.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as their annotations say it, field by field: a runner is sooner at work if nobody
 * has to look at those. What is null or empty is left out.
 */
final class EventJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  private EventJson(JsonGenerator out) {
    this.out = out;
  }

  /** The event on one line. */
  static String write(RunEvent event) {
    var json = new StringWriter();
    try (var out = FACTORY.createGenerator(json)) {
      new EventJson(out).event(event);
    } catch (IOException impossible) {
      throw new UncheckedIOException("an event that cannot be written: " + event, impossible);
    }
    return json.toString();
  }

  private void event(RunEvent event) throws IOException {
    out.writeStartObject();
    out.writeNumberField("v", event.version());
    out.writeNumberField("seq", event.sequence());
    out.writeStringField("at", event.at().toString());
    text("phase", event.phase());
    text("step", event.step());
    text("state", event.state().word());
    text("subject", event.subject());
    text("message", event.message());
    number("millis", event.millis());
    object("assertion", event.assertion(), this::assertion);
    object("applied", event.applied(), this::applied);
    object("plan", event.plan(), this::plan);
    object("backup", event.backup(), this::backup);
    object("closing", event.closing(), this::closing);
    out.writeEndObject();
  }

  /** Of an assertion also what is empty says something. */
  private void assertion(Assertion assertion) throws IOException {
    out.writeStringField("found", assertion.found());
    out.writeStringField("expected", assertion.expected());
    number("attempts", assertion.attempts());
    if (assertion.snippet() != null) {
      out.writeStringField("snippet", assertion.snippet());
    }
  }

  private void applied(AppliedVersions applied) throws IOException {
    text("floor", applied.floor());
    list("versions", applied.versions(), out::writeString);
  }

  private void plan(PlanSummary plan) throws IOException {
    text("digest", plan.digest());
    text("from", plan.from());
    text("to", plan.to());
    out.writeNumberField("pending", plan.pending());
    out.writeNumberField("tools", plan.tools());
    out.writeNumberField("losing", plan.losing());
    list("scripts", plan.scripts(), script -> object(script, this::script));
    object("rehearsed", plan.rehearsed(), this::rehearsed);
  }

  private void script(PlanSummary.Script script) throws IOException {
    text("file", script.file());
    text("version", script.version());
    number("checksum", script.checksum());
    out.writeBooleanField("transactional", script.transactional());
  }

  private void rehearsed(PlanSummary.Rehearsed shown) throws IOException {
    out.writeNumberField("millis", shown.millis());
    out.writeNumberField("scripts", shown.scripts());
    out.writeNumberField("statements", shown.statements());
    object("longest", shown.longest(), this::longest);
    list("locks", shown.locks(), lock -> object(lock, this::lock));
    list("rewritten", shown.rewritten(), out::writeString);
    list("notRehearsed", shown.notRehearsed(), left -> object(left, this::left));
  }

  private void longest(PlanSummary.Longest longest) throws IOException {
    text("script", longest.script());
    out.writeNumberField("line", longest.line());
    out.writeNumberField("millis", longest.millis());
  }

  private void lock(PlanSummary.Lock lock) throws IOException {
    text("mode", lock.mode());
    text("relation", lock.relation());
    text("blocks", lock.blocks());
    text("script", lock.script());
    out.writeNumberField("line", lock.line());
    out.writeNumberField("millis", lock.millis());
  }

  private void left(PlanSummary.Left left) throws IOException {
    text("subject", left.subject());
    text("why", left.why());
  }

  private void backup(BackupSummary backup) throws IOException {
    text("claim", backup.claim());
    text("path", backup.path());
    out.writeNumberField("bytes", backup.bytes());
    text("sha256", backup.sha256());
  }

  private void closing(Closing closing) throws IOException {
    text("outcome", closing.outcome().word());
    text("reason", closing.reason().word());
    text("message", closing.message());
    text("from", closing.from());
    text("to", closing.to());
    out.writeNumberField("applied", closing.applied());
    out.writeNumberField("checks", closing.checks());
    object("failure", closing.failure(), this::failure);
    object("database", closing.database(), this::database);
  }

  private void failure(Closing.Failure failure) throws IOException {
    text("script", failure.script());
    number("line", failure.line());
    text("sqlState", failure.sqlState());
    text("statement", failure.statement());
    text("hint", failure.hint());
  }

  private void database(Closing.Database database) throws IOException {
    text("system", database.system());
    text("name", database.name());
  }

  /** Writes the fields of a value. */
  private interface Fields<T> {
    void write(T value) throws IOException;
  }

  private <T> void object(String name, @Nullable T value, Fields<T> fields) throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      object(value, fields);
    }
  }

  private <T> void object(T value, Fields<T> fields) throws IOException {
    out.writeStartObject();
    fields.write(value);
    out.writeEndObject();
  }

  private <T> void list(String name, List<T> values, Fields<T> element) throws IOException {
    if (!values.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (var value : values) {
        element.write(value);
      }
      out.writeEndArray();
    }
  }

  private void text(String name, @Nullable String text) throws IOException {
    if (text != null && !text.isEmpty()) {
      out.writeStringField(name, text);
    }
  }

  private void number(String name, @Nullable Number number) throws IOException {
    if (number != null) {
      out.writeNumberField(name, number.longValue());
    }
  }
}
