/**
 * Runs inside Payara Micro, in the WAR as it is shipped: the real message-driven beans, the
 * embedded broker and the ledger. Only what no fake and no test from outside can show is here: what
 * a message does to a bean.
 */
@NullMarked
package codeblocking.inside;

import org.jspecify.annotations.NullMarked;
