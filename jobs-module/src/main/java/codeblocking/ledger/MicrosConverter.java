package codeblocking.ledger;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An instant as microseconds since 1970. */
@Converter(autoApply = true)
public class MicrosConverter implements AttributeConverter<Instant, Long> {
  @Override
  public @Nullable Long convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null ? null : micros(instant);
  }

  @Override
  public @Nullable Instant convertToEntityAttribute(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
