-- product: one row per product or service.
-- kind: rows
-- tables: product
select product_id as product, name, line as product_line, recurring, unit_cost from main.product
