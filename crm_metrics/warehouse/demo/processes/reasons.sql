-- Why sales were won, as the seller noted it: not always.

update demo_work_item set outcome_reason = pick(['product', 'product', 'price', 'service', 'recommendation'],
    draw(work_item_id, 'why-won'))
where process = 'sales' and outcome = 'won' and draw(work_item_id, 'notes-why') < 0.7;
