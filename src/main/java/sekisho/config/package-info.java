/**
 * The configuration file: JSONC text to a {@link sekisho.model.Configuration}, or every problem
 * with its place.
 *
 * <p>In order: {@code FileText} (UTF-8, bounded), {@code JsoncReader} (a tree whose every key and
 * value has a line and a column), {@code Substitution} ({@code ${NAME}}), {@code SchemaCheck}
 * (keys, types, limits, and the {@code TextFormat}s), and the binders, which know what keys mean to
 * each other and make the model. Every step adds to the {@code Findings}; a value found unusable by
 * one is not looked at by the next. Keys, limits and defaults are in the schema alone.
 *
 * <p>A new key: the schema, a line in its binder, {@code everything.jsonc} of the tests, and the
 * reference made anew.
 *
 * <p>Read once at start and at every reload, never on an event loop. Layer 2: depends on {@code
 * fault}, {@code model} and {@code route}.
 */
@NullMarked
package sekisho.config;

import org.jspecify.annotations.NullMarked;
