package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drawbridge.api.status.TimelineEntry;
import org.junit.jupiter.api.Test;

class MigrationStatusTest {

  @Test
  void entryOfTheTimelineThatLacksItsWordsIsRead() throws Exception {
    var mapper = JsonMapper.builder().addModule(new JavaTimeModule()).build();

    var entry = mapper.readValue("{\"at\": \"2026-11-21T04:00:00Z\"}", TimelineEntry.class);

    assertThat(entry.phase()).isEmpty();
    assertThat(entry.state()).isEmpty();
  }
}
