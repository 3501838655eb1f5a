@NullMarked
package codeblocking.ledger;

import org.jspecify.annotations.NullMarked;
