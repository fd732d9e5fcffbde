/**
 * The program as its users meet it: the packaged jar with real clients before it and real origins
 * behind it. One class per promise; numbers in comments are lines of the specification's traps.
 */
package sekisho.endtoend;
