/**
 * What the system's refusals mean, in words for the operator: one wording wherever they befall.
 *
 * <p>Layer 0: depends on nothing of the house, so that everybody can ask it.
 */
@NullMarked
package sekisho.fault;

import org.jspecify.annotations.NullMarked;
