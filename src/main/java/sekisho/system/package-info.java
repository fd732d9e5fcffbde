/**
 * The machine and the process as the kernel tells of them: small parsers of files of /proc, and
 * statvfs.
 *
 * <p>Layer 1: depends on nothing of the house. What it reads are values; how they are named and
 * served is for others.
 */
@NullMarked
package sekisho.system;

import org.jspecify.annotations.NullMarked;
