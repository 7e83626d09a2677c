"""Letters to units: the texts, a centre's own or those of xlplan, and the message that a mail program opens."""
