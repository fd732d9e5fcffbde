package sekisho.control;

import java.time.Instant;
import sekisho.config.ConfigurationText;

/**
 * What a generation was made of.
 *
 * @param number 1 is the first
 * @param loadedAt when it was made
 * @param text as it may be shown
 */
public record GenerationText(int number, Instant loadedAt, ConfigurationText text) {}
